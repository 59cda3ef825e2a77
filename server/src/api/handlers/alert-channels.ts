import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { listChannels } from '@foreshock/contract/operations/alert-channels.ts';
import { type AlertChannel, type ChannelKind, channelStateOf } from '@foreshock/model/alert-channel.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { findAlertChannel, listAlertChannels, removeAlertChannel } from '../../store/metadata/alert-channels.ts';
import { findAlertSettings } from '../../store/metadata/alert-settings.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { timeOrNull } from '../views/time-or-null.ts';

type Values = Readonly<Record<string, string>>;
type ChannelView = OutputOf<typeof listChannels>['items'][number];

/** What knows the kinds of channels and their secrets. */
export interface ChannelSource {
  create(
    tenant: TenantId,
    wanted: { readonly name: string; readonly kind: ChannelKind; readonly settings: Values; readonly secrets: Values },
    by: string,
  ): Promise<Result<{ readonly channel: AlertChannel; readonly secret?: string }>>;
  update(
    tenant: TenantId,
    id: string,
    change: {
      readonly name?: string | undefined;
      readonly settings?: Values | undefined;
      readonly secrets?: Values | undefined;
      readonly paused?: boolean | undefined;
    },
  ): Promise<Result<AlertChannel>>;
  rotate(tenant: TenantId, id: string): Promise<Result<{ readonly channel: AlertChannel; readonly secret?: string }>>;
  test(
    tenant: TenantId,
    id: string,
    by: string,
    signal: AbortSignal,
  ): Promise<
    Result<{
      readonly ok: boolean;
      readonly steps: readonly {
        readonly step: 'settings' | 'sent' | 'answer';
        readonly state: 'ok' | 'failed' | 'open';
        readonly text: string;
      }[];
    }>
  >;
}

type Names =
  | 'listChannels'
  | 'createChannel'
  | 'updateChannel'
  | 'rotateChannelSecret'
  | 'removeChannel'
  | 'testChannel';

export function alertChannelHandlers({ db }: HandlerTools, source: ChannelSource): Pick<Handlers, Names> {
  return {
    async listChannels({ caller }) {
      return success({ items: (await listAlertChannels(db, caller.tenant)).map(viewChannel) });
    },

    async createChannel({ input, caller }) {
      const made = await source.create(caller.tenant, input, caller.name);
      return made.ok ? success({ ...viewChannel(made.value.channel), secret: made.value.secret ?? null }) : made;
    },

    async updateChannel({ input, caller }) {
      const { id, ...change } = input;
      const changed = await source.update(caller.tenant, id, change);
      return changed.ok ? success(viewChannel(changed.value)) : changed;
    },

    async rotateChannelSecret({ input, caller }) {
      const made = await source.rotate(caller.tenant, input.id);
      return made.ok ? success({ ...viewChannel(made.value.channel), secret: made.value.secret ?? '' }) : made;
    },

    async removeChannel({ input, caller }) {
      const { id } = input;
      if (!(await findAlertChannel(db, caller.tenant, id)))
        return failure('alert-channel-not-found', `there is no channel ${id}: see GET /api/v1/channels`);
      const { settings } = await findAlertSettings(db, caller.tenant);
      const inUse = JSON.stringify([settings.routes, settings.rotas]).includes(JSON.stringify(id));
      if (inUse) return failure('state-conflict', `channel ${id} stands in a route or a rota: take it out there first`);
      await removeAlertChannel(db, caller.tenant, id);
      return success({ id });
    },

    async testChannel({ input, caller, signal }) {
      const tested = await source.test(caller.tenant, input.id, caller.name, signal);
      if (!tested.ok) return tested;
      const { ok, steps } = tested.value;
      return success({ ok, steps: [...steps] });
    },
  };
}

function viewChannel(channel: AlertChannel): ChannelView {
  const { id, name, kind, settings, secrets, createdBy, createdAt, testedAt, lastOkAt, failingSince } = channel;
  return {
    id,
    name,
    kind,
    state: channelStateOf(channel),
    settings: { ...settings },
    secrets: [...secrets],
    createdBy,
    createdAt: formatTime(createdAt),
    testedAt: timeOrNull(testedAt),
    lastOkAt: timeOrNull(lastOkAt),
    failingSince: timeOrNull(failingSince),
    lastError: channel.lastError ?? null,
    deafSince: timeOrNull(channel.deafSince),
    deafBecause: channel.deafBecause ?? null,
    answersAt: answersAt(channel),
  };
}

/** Only where what comes can be told from what a stranger sends. */
function answersAt({ id, kind, secrets }: AlertChannel): string | null {
  if (kind === 'slack' && secrets.includes('signingSecret')) return `/hooks/slack/${id}`;
  if (kind === 'pagerduty' && secrets.includes('webhookSecret')) return `/hooks/pagerduty/${id}`;
  return null;
}
