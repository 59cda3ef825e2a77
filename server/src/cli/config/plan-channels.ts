import type { Client } from '@foreshock/contract/client.ts';
import type { ConfigFile } from '@foreshock/contract/config-file.ts';
import type { ConfigStep, IsOwned, PlanOptions, ReadSecret } from './config-step.ts';
import type { KeptConfig } from './kept-config.ts';
import { isSame } from './same-settings.ts';

type Channel = NonNullable<ConfigFile['channels']>[number];

/** Secrets are read when they are sent, and only then: a channel that is as the file says needs none of them here. */
export function planChannels(
  file: ConfigFile,
  kept: KeptConfig,
  { readSecret, sendsSecrets }: PlanOptions,
): ConfigStep[] {
  const steps: ConfigStep[] = [];
  for (const channel of file.channels ?? []) {
    const at = kept.channels.findIndex(({ name }) => name === channel.name);
    const known = kept.channels[at];
    const { name, kind, settings, paused } = channel;
    const secrets = () => secretsOf(channel, readSecret);
    if (!known) {
      const run = async (client: Client): Promise<void> => {
        const { id } = await client('createChannel', { name, kind, settings, secrets: secrets() });
        if (paused) await client('updateChannel', { id, paused });
      };
      steps.push({ what: [`add channel "${name}"`], run });
      continue;
    }
    const asKept = kept.asFile.channels[at]!;
    const isChanged = !isSame(
      { kind, settings, paused },
      { kind: asKept.kind, settings: asKept.settings, paused: asKept.paused },
    );
    const lacks = Object.keys(channel.secrets).some((secret) => !known.secrets.includes(secret));
    if (!isChanged && !lacks && !(sendsSecrets && Object.keys(channel.secrets).length > 0)) continue;
    const run = async (client: Client): Promise<unknown> => {
      if (kind !== known.kind)
        throw new Error(`channels: "${name}" is of the kind ${known.kind}: give the new one another name`);
      return client('updateChannel', { id: known.id, settings, secrets: secrets(), paused });
    };
    steps.push({ what: [`${isChanged || lacks ? 'change' : 'send the secrets of'} channel "${name}"`], run });
  }
  return steps;
}

export function planChannelDeletions(file: ConfigFile, kept: KeptConfig, isOwned: IsOwned): ConfigStep[] {
  return kept.channels
    .filter(({ id, name }) => isOwned('channel', id) && !file.channels?.some((channel) => channel.name === name))
    .map(({ id, name }) => ({ what: [`delete channel "${name}"`], run: (client) => client('removeChannel', { id }) }));
}

function secretsOf({ name, secrets }: Channel, readSecret: ReadSecret): Record<string, string> {
  return Object.fromEntries(
    Object.entries(secrets).map(([secret, reference]) => [
      secret,
      readSecret(reference, `channels: "${name}": secrets.${secret}`),
    ]),
  );
}
