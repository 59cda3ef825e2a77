import type { QuarantineId, RetryOutcome } from '@foreshock/model/quarantine.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { Preparer } from './prepare-requests.ts';
import type { Quarantine } from './quarantine/open-quarantine.ts';
import type { QuarantineEntry } from './quarantine/quarantine-file.ts';
import { tokenOf } from './store-group.ts';
import { type Trying, untilDone } from './until-done.ts';

export interface RetryTools extends Trying {
  readonly preparer: Pick<Preparer, 'prepare'>;
  readonly store: TelemetryStore;
  readonly quarantine: Quarantine;
  /** Resolves when it is on disk that this request is in hand: a crash in the middle has it tried again at once. */
  readonly saveInHand: (id: QuarantineId) => Promise<void>;
}

/** What became of it; `trying` when stopped before. Under the token of its first time, so that it is nowhere twice. */
export async function retryQuarantined(entry: QuarantineEntry, tools: RetryTools): Promise<RetryOutcome> {
  const { quarantine } = tools;
  const request = await quarantine.read(entry.id);
  const { reason } = entry;
  const retries = entry.retries + 1;
  if (!request) return 'unreadable';
  await tools.saveInHand(entry.id);
  const prepared = await untilDone(() => tools.preparer.prepare([request]), tools);
  const [one] = prepared?.ok ? prepared.value : [];
  if (!one) return 'trying';
  if ('refused' in one) {
    await quarantine.update(entry.id, { reason, retries, ...(entry.missing && { missing: entry.missing }) });
    return 'refused';
  }
  const token = tokenOf({ first: entry.position, last: entry.position });
  const telemetry = tools.store.tenant(entry.tenant);
  const appended = await untilDone(() => telemetry.appendAll([one.batch], token, entry.missing), tools);
  if (!appended) return 'trying';
  if (appended.ok) {
    await quarantine.remove(entry.id);
    return 'stored';
  }
  const { error, missing } = appended;
  const again = { code: error.code, message: error.message };
  await quarantine.update(entry.id, { reason: again, retries, ...(missing && { missing }) });
  return 'refused';
}
