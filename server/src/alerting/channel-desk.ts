// What people do with channels: make, change, rotate, try and remove them, and ask what routes would have come to.
import {
  type AlertChannel,
  type ChannelKind,
  type ChannelSettings,
  channelStateOf,
} from '@foreshock/model/alert-channel.ts';
import type { AlertSettings } from '@foreshock/model/alert-settings.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { isTimeZone } from '@foreshock/model/local-time.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { hashId } from '../base/crypto/digest.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import { randomBytes } from '../base/crypto/random.ts';
import { createToken } from '../base/crypto/token.ts';
import {
  findAlertChannel,
  keepAlertChannel,
  listAlertChannels,
  MAX_CHANNELS,
  noteChannelHealth,
} from '../store/metadata/alert-channels.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import type { KnownEntities } from '../store/telemetry/known-entities.ts';
import { channelFaults } from './check-channel.ts';
import { type Heard, type HearTools, hearAnswer } from './hear-answers.ts';
import type { ChannelSecrets, ChannelTools } from './notification-channel.ts';
import { onCall } from './on-call.ts';
import { previewSettings } from './preview-settings.ts';
import { openSecrets, sealSecrets } from './seal-secrets.ts';
import { type ChannelTest, testChannel } from './test-channel.ts';

export interface ChannelDeskTools {
  readonly db: Db;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly names: KnownEntities;
  readonly channelTools: ChannelTools;
  readonly origin: () => string;
  readonly whisper: HearTools['whisper'];
}

export interface WantedChannel {
  readonly name: string;
  readonly kind: ChannelKind;
  readonly settings: ChannelSettings;
  readonly secrets: ChannelSecrets;
}

export interface ChangedChannel {
  readonly name?: string | undefined;
  readonly settings?: ChannelSettings | undefined;
  /** Those that are named; an empty text takes one away. */
  readonly secrets?: ChannelSecrets | undefined;
  readonly paused?: boolean | undefined;
}

/** `secret`: shown this once. */
export interface MadeChannel {
  readonly channel: AlertChannel;
  readonly secret?: string;
}

export type ChannelDesk = ReturnType<typeof createChannelDesk>;

const SECRET_BYTES = 32;

export function createChannelDesk(tools: ChannelDeskTools) {
  const { db, keys, clock } = tools;

  async function opened(tenant: TenantId, id: string) {
    const found = await findAlertChannel(db, tenant, id);
    if (!found) return failure('alert-channel-not-found', `there is no channel ${id}: see GET /api/v1/channels`);
    const secrets = openSecrets(found.sealed, tenant, id, keys);
    return success({ channel: found.channel, secrets });
  }

  async function keep(tenant: TenantId, channel: AlertChannel, secrets: ChannelSecrets): Promise<AlertChannel> {
    const kept = { ...channel, secrets: Object.keys(secrets).sort() };
    await keepAlertChannel(db, tenant, { channel: kept, sealed: sealSecrets(secrets, tenant, channel.id, keys) });
    return kept;
  }

  return {
    async create(tenant: TenantId, wanted: WantedChannel, by: string): Promise<Result<MadeChannel>> {
      const { name, kind, settings } = wanted;
      const madeSecret = kind === 'webhook' && wanted.secrets.secret === undefined ? newSecret() : undefined;
      const secrets = filled({ ...wanted.secrets, ...(madeSecret !== undefined && { secret: madeSecret }) });
      const faults = channelFaults(kind, settings, secrets);
      if (faults.length > 0) return failure('input-invalid', faults.join('; '));
      const known = await listAlertChannels(db, tenant);
      if (known.length >= MAX_CHANNELS)
        return failure('state-conflict', `the project has ${MAX_CHANNELS} channels: remove one that is not used`);
      if (known.some((one) => one.name === name))
        return failure('state-conflict', `there is a channel named "${name}": give this one another name`);
      const channel: AlertChannel = {
        id: hashId('chn_', createToken()),
        name,
        kind,
        settings: filled(settings),
        secrets: [],
        paused: false,
        createdBy: by,
        createdAt: clock.now(),
      };
      const kept = await keep(tenant, channel, secrets);
      return success({ channel: kept, ...(madeSecret !== undefined && { secret: madeSecret }) });
    },

    async update(tenant: TenantId, id: string, change: ChangedChannel): Promise<Result<AlertChannel>> {
      const found = await opened(tenant, id);
      if (!found.ok) return found;
      const { channel, secrets: before = {} } = found.value;
      const settings = filled(change.settings ?? channel.settings);
      const secrets = filled({ ...before, ...change.secrets });
      const faults = channelFaults(channel.kind, settings, secrets);
      if (faults.length > 0) return failure('input-invalid', faults.join('; '));
      // What was tried is no longer what is there.
      const isOther = change.settings !== undefined || change.secrets !== undefined;
      const { testedAt: _at, failingSince: _since, lastError: _why, ...rest } = channel;
      const { deafSince: _deaf, deafBecause: _because, ...untested } = rest;
      const next = isOther ? untested : channel;
      const named = { ...next, settings, name: change.name ?? channel.name, paused: change.paused ?? channel.paused };
      return success(await keep(tenant, named, secrets));
    },

    /** The secret so far holds on beside the new one until the next rotation. */
    async rotate(tenant: TenantId, id: string): Promise<Result<MadeChannel>> {
      const found = await opened(tenant, id);
      if (!found.ok) return found;
      const { channel, secrets: before } = found.value;
      if (channel.kind !== 'webhook')
        return failure(
          'state-conflict',
          `channel ${id} is of kind ${channel.kind}: only webhooks have a secret of ours`,
        );
      const secret = newSecret();
      const previous = before?.secret;
      const secrets = { secret, ...(previous !== undefined && { previousSecret: previous }) };
      return success({ channel: await keep(tenant, channel, secrets), secret });
    },

    async test(tenant: TenantId, id: string, by: string, signal: AbortSignal): Promise<Result<ChannelTest>> {
      const found = await opened(tenant, id);
      if (!found.ok) return found;
      const { channel, secrets } = found.value;
      const url = `${tools.origin()}/alerting`;
      const tested = await testChannel(tenant, channel, secrets, { tools: tools.channelTools, by, url, signal });
      const error = tested.error === undefined ? {} : { error: tested.error };
      await noteChannelHealth(db, tenant, id, { ...error, isTest: true, now: clock.now() });
      return success(tested);
    },

    /** What is wrong with settings that name channels, rotas and people. */
    async faultsOf(tenant: TenantId, settings: AlertSettings): Promise<string[]> {
      const channels = new Map((await listAlertChannels(db, tenant)).map((one) => [one.id, one]));
      const rotas = new Map(settings.rotas.map((rota) => [rota.id, rota]));
      const faults: string[] = [];
      const check = (where: string, ids: readonly string[], pages: boolean): void => {
        for (const id of ids) {
          const channel = channels.get(id);
          if (!channel) faults.push(`${where}: there is no channel ${id}`);
          else if (pages && channelStateOf(channel) === 'untested')
            faults.push(`${where}: channel "${channel.name}" was never tested: test it before it is to wake somebody`);
        }
      };
      for (const rota of settings.rotas) {
        for (const person of rota.people) check(`rota "${rota.name}", ${person.name}`, person.channels, true);
        for (const { person } of rota.overrides)
          if (!rota.people.some(({ name }) => name === person))
            faults.push(`rota "${rota.name}": "${person}" stands in an override and is not among the people`);
      }
      for (const route of settings.routes) {
        const where = `route "${route.name}"`;
        const pages = route.most === 'page';
        check(where, route.channels, pages);
        for (const level of route.escalation) {
          check(`${where}, escalation`, level.channels, pages);
          if (level.rota !== undefined && !rotas.has(level.rota))
            faults.push(`${where}, escalation: there is no rota ${level.rota}`);
        }
        if (route.fallback !== undefined) check(`${where}, fallback`, [route.fallback], pages);
      }
      return faults;
    },

    hear(kind: string, channel: string, headers: Heard['headers'], body: string) {
      const openIn = (of: TenantId, id: string, sealed: Uint8Array) => openSecrets(sealed, of, id, keys);
      return hearAnswer(
        { kind, channel, headers, body },
        { db, openSecrets: openIn, whisper: tools.whisper },
        clock.now(),
      );
    },

    onCall(settings: AlertSettings, now: Timestamp) {
      return settings.rotas.flatMap((rota) => {
        const person = onCall(rota, now);
        return person ? [{ rota: rota.id, person: person.name }] : [];
      });
    },

    isTimeZone,

    preview(tenant: TenantId, settings: AlertSettings, days: number) {
      return previewSettings(tools, tenant, settings, { days, now: clock.now() });
    },
  };
}

function newSecret(): string {
  return `whsec_${Buffer.from(randomBytes(SECRET_BYTES)).toString('base64')}`;
}

function filled(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}
