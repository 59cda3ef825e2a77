// One group of requests -> the store. All of a tenant's requests go in as one insert. What the store refuses because of its
// data goes in piece by piece instead, until the guilty requests are found and set aside, so that nobody waits for them.
// Each decision is on disk before it counts: a crash anywhere repeats the same inserts under the same tokens.
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { KnownError } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import { delay } from '../base/schedule.ts';
import type { Appended, MissingParts } from '../store/telemetry/telemetry-store.ts';
import type { Delivery, StreamPosition } from '../stream/telemetry-stream.ts';
import type { PreparedRequest } from './ingest-worker.ts';
import type { GroupInHand, Piece } from './insert-in-hand.ts';
import type { Preparer } from './prepare-requests.ts';
import { type SetAside, type SetAsideTools, setAside, type Unstorable } from './set-aside.ts';
import { untilDone } from './until-done.ts';

export interface GroupTools extends SetAsideTools {
  readonly preparer: Pick<Preparer, 'prepare' | 'forget'>;
  /** Resolves when it is on disk. */
  readonly saveInHand: (hand: GroupInHand) => Promise<void>;
  /** Between two refusals of the same. */
  readonly refusalPauseMs: DurationMs;
  readonly onPrepared: (delivery: Delivery, prepared: PreparedRequest) => void;
  readonly onSetAside: (delivery: Delivery, aside: SetAside) => void;
}

interface Item {
  readonly delivery: Delivery;
  readonly batch: IngestedBatch;
}

/** Once may be a misjudgement of an engine under pressure. */
const REFUSALS_BELIEVED = 2;
const UNDECODABLE = 'it was accepted and cannot be decoded: a fault of the program, whose log has the details';

class Stopped extends Error {}

/** Resolves when all of the group is in the store or set aside; false when stopped before. `begun`: by a run that ended. */
export async function storeGroup(
  group: readonly Delivery[],
  begun: GroupInHand | undefined,
  tools: GroupTools,
): Promise<boolean> {
  try {
    await store(group, begun, tools);
    return true;
  } catch (error) {
    if (error instanceof Stopped) return false;
    throw error;
  }
}

async function store(group: readonly Delivery[], begun: GroupInHand | undefined, tools: GroupTools): Promise<void> {
  let hand = begun ?? { first: group[0]!.position, last: group.at(-1)!.position, aside: [], pieces: [] };
  const save = async (changed: GroupInHand): Promise<void> => {
    await tools.saveInHand(changed);
    hand = changed;
  };
  if (!begun) await save(hand);

  const takeOut = async (unstorable: Unstorable): Promise<void> => {
    const aside = await setAside(unstorable, tools);
    if (!aside) throw new Stopped();
    const { position } = unstorable.delivery;
    const pieces = hand.pieces.filter(({ first, last }) => first !== position || last !== position);
    await save({ ...hand, aside: [...hand.aside, position], pieces });
    tools.onSetAside(unstorable.delivery, aside);
  };

  /** Two halves in the place of what was refused, or the guilty one out. */
  const divide = async (items: readonly Item[], refusal: Refusal, piece?: Piece): Promise<void> => {
    const { error, missing = [] } = refusal;
    const [only] = items;
    if (only && items.length === 1) return takeOut({ ...only, reason: error, missing });
    const { tenant } = items[0]!.delivery.request;
    tools.logger.warn('store refuses requests, looking for the guilty one', { tenant, requests: items.length });
    const half = Math.ceil(items.length / 2);
    const halves = [items.slice(0, half), items.slice(half)].map((some) => pieceOf(tenant, some, missing));
    await save({ ...hand, pieces: [...hand.pieces.filter((one) => one !== piece), ...halves] });
  };

  const live = group.filter(({ position }) => !hand.aside.includes(position));
  const byTenant = new Map<TenantId, Item[]>();
  for (const { delivery, prepared } of await prepare(live, tools)) {
    tools.onPrepared(delivery, prepared);
    if ('refused' in prepared) {
      await takeOut({ delivery, reason: { code: prepared.refused, message: UNDECODABLE } });
      continue;
    }
    // Set aside by a run that ended before it could note so: it is judged anew.
    const undecided = tools.quarantine.findDelivery(delivery);
    if (undecided) await tools.quarantine.remove(undecided.id);
    const { tenant } = delivery.request;
    byTenant.set(tenant, [...(byTenant.get(tenant) ?? []), { delivery, batch: prepared.batch }]);
  }

  for (const [tenant, items] of byTenant) {
    // Refused before a crash already.
    if (hand.pieces.some((piece) => piece.tenant === tenant)) continue;
    const appended = await append(items, hand, undefined, tools);
    if (!appended.ok) await divide(items, appended);
  }
  const done = new Set<string>();
  const nameOf = (piece: Piece): string => `${piece.tenant} ${tokenOf(piece)}`;
  for (;;) {
    const piece = hand.pieces.find((one) => !done.has(nameOf(one)));
    if (!piece) return;
    done.add(nameOf(piece));
    const items = itemsOf(piece, group, byTenant.get(piece.tenant) ?? []);
    if (items.length === 0) continue;
    const appended = await append(items, piece, piece.missing, tools);
    if (!appended.ok) await divide(items, appended, piece);
  }
}

/** Prepared once and appended until it is kept: the second time the thread would no longer say what was new. */
async function prepare(
  live: readonly Delivery[],
  tools: GroupTools,
): Promise<readonly { readonly delivery: Delivery; readonly prepared: PreparedRequest }[]> {
  const prepared = await untilDone(() => tools.preparer.prepare(live.map(({ request }) => request)), tools);
  if (!prepared?.ok) throw new Stopped();
  return live.map((delivery, index) => ({ delivery, prepared: prepared.value[index]! }));
}

interface Refusal {
  readonly error: KnownError;
  readonly missing?: MissingParts;
}

async function append(
  items: readonly Item[],
  bounds: Pick<Piece, 'first' | 'last'>,
  missing: MissingParts | undefined,
  tools: GroupTools,
): Promise<Appended> {
  const telemetry = tools.store.tenant(items[0]!.delivery.request.tenant);
  const batches = items.map(({ batch }) => batch);
  for (let refusals = 1; ; refusals += 1) {
    const appended = await untilDone(() => telemetry.appendAll(batches, tokenOf(bounds), missing), tools);
    if (!appended) throw new Stopped();
    if (appended.ok || refusals >= REFUSALS_BELIEVED) return appended;
    await delay(tools.refusalPauseMs, tools.signal);
  }
}

function pieceOf(tenant: TenantId, items: readonly Item[], missing: MissingParts): Piece {
  return { tenant, first: items[0]!.delivery.position, last: items.at(-1)!.delivery.position, missing };
}

function itemsOf({ first, last }: Piece, group: readonly Delivery[], ofTenant: readonly Item[]): readonly Item[] {
  const from = group.findIndex(({ position }) => position === first);
  const to = group.findIndex(({ position }) => position === last);
  const within = new Set(group.slice(from, to + 1));
  return ofTenant.filter(({ delivery }) => within.has(delivery));
}

/** Of the same requests always the same, and of a request alone the one that it is tried again with. */
export function tokenOf({ first, last }: { readonly first: StreamPosition; readonly last: StreamPosition }): string {
  return `${first}-${last}`;
}
