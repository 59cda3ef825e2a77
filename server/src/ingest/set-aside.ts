// A request that cannot be stored -> the quarantine, so that what comes after it can. What it told of entities and templates
// is kept: the next requests count on it.
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { failure, type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import type { MissingParts, TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { Delivery } from '../stream/telemetry-stream.ts';
import type { Preparer } from './prepare-requests.ts';
import type { NewEntry, Quarantine } from './quarantine/open-quarantine.ts';
import { type Trying, untilDone } from './until-done.ts';

export interface SetAsideTools extends Trying {
  readonly preparer: Pick<Preparer, 'forget'>;
  readonly store: TelemetryStore;
  readonly quarantine: Quarantine;
  readonly clock: Clock;
}

export interface Unstorable {
  readonly delivery: Delivery;
  readonly reason: Pick<KnownError, 'code' | 'message'>;
  /** Absent where it could not be decoded. */
  readonly batch?: IngestedBatch;
  readonly missing?: MissingParts;
}

/** `kept`: false when there was no room for it, so that it is lost. */
export interface SetAside {
  readonly entry: NewEntry;
  readonly kept: boolean;
}

const DISK_PAUSE_MS = 5 * SECOND;

/** Resolves when it is on disk; `undefined` when stopped before. */
export async function setAside(unstorable: Unstorable, tools: SetAsideTools): Promise<SetAside | undefined> {
  const { delivery, reason, batch, missing } = unstorable;
  if (batch && !(await keepNouns(delivery, batch, tools))) tools.preparer.forget(delivery.request.tenant);
  const entry: NewEntry = {
    setAsideAt: tools.clock.now(),
    reason: { code: reason.code, message: reason.message },
    records: batch && recordsOf(batch),
    ...(missing && { missing }),
  };
  const kept = await untilDone(() => addTo(tools.quarantine, delivery, entry), tools);
  return kept?.ok ? { entry, kept: kept.value } : undefined;
}

/** False when that is refused as well. */
async function keepNouns(delivery: Delivery, batch: IngestedBatch, tools: SetAsideTools): Promise<boolean> {
  const telemetry = tools.store.tenant(delivery.request.tenant);
  const kept = await untilDone(() => telemetry.appendAll([nounsOf(batch)], `${delivery.position}-nouns`), tools);
  return kept?.ok === true;
}

/** Of a batch what is not its records nor made of them. */
function nounsOf({ columns, entities, relations, templates, changes, rollups }: IngestedBatch): IngestedBatch {
  return {
    columns: { ...columns, count: 0 },
    entityOfSource: [],
    templateOfRow: [],
    seriesOfRow: [],
    rollups: { metrics: [], spans: [], templates: [], series: rollups.series },
    intake: [],
    ...{ entities, relations, templates, changes },
    events: [],
  };
}

async function addTo(quarantine: Quarantine, delivery: Delivery, entry: NewEntry): Promise<Result<boolean>> {
  try {
    return success(await quarantine.add(delivery, entry));
  } catch (error) {
    // Of the disk: it may have room again.
    if (!(error instanceof Error && 'code' in error)) throw error;
    return failure('store-unavailable', `cannot write what was set aside: ${error.message}`, DISK_PAUSE_MS);
  }
}

export function recordsOf(batch: IngestedBatch): number {
  return batch.intake.reduce((sum, { kind, records }) => sum + (kind === 'received' ? records : 0), 0);
}
