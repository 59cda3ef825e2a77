import type { ConfigFile } from '@foreshock/contract/config-file.ts';
import type { OwnedKind } from './config-step.ts';
import type { KeptConfig } from './kept-config.ts';
import { isSame } from './same-settings.ts';

interface Owned {
  readonly kind: OwnedKind;
  readonly id: string;
}

/**
 * What belongs to files now: all that this one names, and what one named before as far as it is still there. `undefined`
 * where that is what is marked already.
 */
export function ownedBy(
  file: ConfigFile,
  { channels, alerting, slos, noise, ownership }: KeptConfig,
): Owned[] | undefined {
  const byName = (
    kind: OwnedKind,
    kept: readonly { id: string; name: string }[],
    named: readonly { name: string }[] = [],
  ) => kept.map(({ id, name }) => ({ kind, id, isNamed: named.some((one) => one.name === name) }));
  const byId = (kind: OwnedKind, kept: readonly { id: string }[], named: readonly { id: string }[] = []) =>
    kept.map(({ id }) => ({ kind, id, isNamed: named.some((one) => one.id === id) }));
  const all = [
    ...byName('channel', channels, file.channels),
    ...byId('route', alerting.routes, file.routes),
    ...byId('rota', alerting.rotas, file.rotas),
    ...byId('maintenance', alerting.maintenance, file.maintenance),
    ...byName('slo', slos, file.slos),
    ...byName('noise', noise, file.noise),
  ];
  const owned = all
    .filter(({ kind, id, isNamed }) => isNamed || ownership.owned.some((one) => one.kind === kind && one.id === id))
    .map(({ kind, id }) => ({ kind, id }));
  const inOrder = (items: readonly Owned[]): string[] => items.map(({ kind, id }) => `${kind} ${id}`).sort();
  return isSame(inOrder(owned), inOrder(ownership.owned)) ? undefined : owned;
}
