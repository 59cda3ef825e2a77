// How a project is set, read from the running program and said in the form of the file.
import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { Client } from '@foreshock/contract/client.ts';
import { ConfigFile } from '@foreshock/contract/config-file.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';

export interface KeptConfig {
  readonly channels: OutputOf<Catalog['listChannels']>['items'];
  readonly alerting: OutputOf<Catalog['getAlerting']>;
  readonly slos: OutputOf<Catalog['listSlos']>['items'];
  readonly noise: OutputOf<Catalog['listNoiseRules']>['items'];
  readonly redaction: OutputOf<Catalog['getRedactionSettings']>;
  readonly quota: OutputOf<Catalog['getQuota']>;
  readonly ownership: OutputOf<Catalog['getConfigOwnership']>;
  /** The same as a file would say it; secrets as references to variables that are not set yet. */
  readonly asFile: { readonly [Part in Exclude<keyof ConfigFile, '$schema'>]-?: NonNullable<ConfigFile[Part]> };
}

export async function readKeptConfig(client: Client): Promise<KeptConfig> {
  const kept = {
    channels: (await client('listChannels', {})).items,
    alerting: await client('getAlerting', {}),
    slos: (await client('listSlos', {})).items,
    noise: (await client('listNoiseRules', {})).items,
    redaction: await client('getRedactionSettings', {}),
    quota: await client('getQuota', {}),
    ownership: await client('getConfigOwnership', {}),
  };
  const { items: entities } = await client('listEntities', {});
  return { ...kept, asFile: fileOf(kept, entities) };
}

type Settings = Omit<KeptConfig, 'asFile'>;

function fileOf(kept: Settings, entities: readonly { readonly name: string }[]): KeptConfig['asFile'] {
  const channelName = nameOfChannel(kept.channels);
  const isOnly = (name: string): boolean => entities.filter((one) => one.name === name).length === 1;
  const { routes, rotas, maintenance } = kept.alerting;
  const file = {
    channels: kept.channels.map(({ name, kind, settings, secrets, state }) => ({
      name,
      kind,
      settings,
      secrets: Object.fromEntries(secrets.map((secret) => [secret, `env:${variableOf(name, secret)}`])),
      paused: state === 'paused',
    })),
    routes: routes.map((route) => ({
      ...route,
      channels: route.channels.map(channelName),
      escalation: route.escalation.map((level) => ({ ...level, channels: level.channels.map(channelName) })),
      ...(route.fallback !== undefined && { fallback: channelName(route.fallback) }),
    })),
    rotas: rotas.map((rota) => ({
      ...rota,
      people: rota.people.map((person) => ({ ...person, channels: person.channels.map(channelName) })),
    })),
    maintenance,
    slos: kept.slos.map(({ name, entity, objective, operation, thresholdMs, target, windowDays }) => ({
      ...{ name, objective, target, windowDays },
      entity: isOnly(entity.name) ? entity.name : entity.id,
      ...(operation !== null && { operation }),
      ...(thresholdMs !== null && { thresholdMs }),
    })),
    noise: kept.noise.map(({ name, enabled, signal, match, action }) => {
      const { maxSeverity, entities: of, templates, ...rest } = match;
      return {
        ...{ name, enabled, signal, action },
        match: {
          ...rest,
          entities: of.map(({ id }) => id),
          templates: templates.map(({ id }) => id),
          ...(maxSeverity !== null && { maxSeverity }),
        },
      };
    }),
    redaction: kept.redaction.settings,
    quota: kept.quota.quota,
  };
  // What the server answers fits what it takes, with the presets filled in: a test holds the two together.
  return ConfigFile.parse(file) as KeptConfig['asFile'];
}

/** By id; what is gone keeps its id. */
function nameOfChannel(channels: KeptConfig['channels']): (id: string) => string {
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** `FORESHOCK_THE_TEAM_BOT_TOKEN`. */
function variableOf(channel: string, secret: string): string {
  const words = `${channel} ${secret.replaceAll(/([a-z])([A-Z])/g, '$1 $2')}`;
  return `FORESHOCK_${words.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}`;
}
