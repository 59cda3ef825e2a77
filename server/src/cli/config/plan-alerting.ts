// Routes, rotas and maintenance are set by one request: all of them as the file says, or none.
import type { Client } from '@foreshock/contract/client.ts';
import type { ConfigFile } from '@foreshock/contract/config-file.ts';
import type { ConfigStep, IsOwned } from './config-step.ts';
import type { KeptConfig } from './kept-config.ts';
import { isSame } from './same-settings.ts';

type Alerting = Pick<KeptConfig['asFile'], 'routes' | 'rotas' | 'maintenance'>;

export function planAlerting(
  file: ConfigFile,
  kept: KeptConfig,
  isOwned: IsOwned,
  deletesOwned: boolean,
): { readonly steps: readonly ConfigStep[]; readonly left: readonly string[] } {
  const what: string[] = [];
  const left: string[] = [];
  const merged: Alerting = {
    routes: merge(file.routes, kept.asFile.routes, 'route'),
    rotas: merge(file.rotas, kept.asFile.rotas, 'rota'),
    maintenance: merge(file.maintenance, kept.asFile.maintenance, 'maintenance'),
  };
  const run = async (client: Client): Promise<unknown> => {
    const idOf = idOfChannel((await client('listChannels', {})).items);
    return client('changeAlerting', { basedOn: kept.alerting.version, ...withIds(merged, idOf) });
  };
  return { steps: what.length > 0 ? [{ what, run }] : [], left };

  function merge<T extends { readonly id: string }>(
    wanted: readonly T[] | undefined,
    known: readonly T[],
    kind: 'route' | 'rota' | 'maintenance',
  ): T[] {
    const items: T[] = [];
    for (const before of known) {
      const after = wanted?.find(({ id }) => id === before.id);
      if (after) {
        if (!isSame(after, before)) what.push(`change ${kind} "${after.id}"`);
        items.push(after);
        continue;
      }
      const isGone = isOwned(kind, before.id);
      if (isGone) (deletesOwned ? what : left).push(`delete ${kind} "${before.id}"`);
      if (!isGone || !deletesOwned) items.push(before);
    }
    for (const after of wanted ?? []) {
      if (known.some(({ id }) => id === after.id)) continue;
      what.push(`add ${kind} "${after.id}"`);
      items.push(after);
    }
    return items;
  }
}

/** A name, or the id itself where a channel is gone. */
function idOfChannel(channels: KeptConfig['channels']): (word: string, place: string) => string {
  return (word, place) => {
    const named = channels.filter(({ name }) => name === word);
    if (named.length === 1) return named[0]!.id;
    if (named.length === 0 && channels.some(({ id }) => id === word)) return word;
    throw new Error(
      named.length === 0
        ? `${place}: there is no channel "${word}", in the file or in the project`
        : `${place}: ${named.length} channels are called "${word}": rename all but one`,
    );
  };
}

function withIds({ routes, rotas, maintenance }: Alerting, idOf: (word: string, place: string) => string): Alerting {
  const all = (names: readonly string[], place: string): string[] => names.map((name) => idOf(name, place));
  return {
    routes: routes.map((route) => {
      const place = `routes: "${route.id}"`;
      return {
        ...route,
        channels: all(route.channels, place),
        escalation: route.escalation.map((level) => ({ ...level, channels: all(level.channels, place) })),
        ...(route.fallback !== undefined && { fallback: idOf(route.fallback, place) }),
      };
    }),
    rotas: rotas.map((rota) => ({
      ...rota,
      people: rota.people.map((person) => ({ ...person, channels: all(person.channels, `rotas: "${rota.id}"`) })),
    })),
    maintenance,
  };
}
