import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { replayWarnings } from '@foreshock/contract/operations/warnings.ts';
import { formatDuration, formatTime } from '@foreshock/model/time.ts';
import type { ReplayedCall, ReplayedOnset, ReplayedRecord, WarningReplay } from '@foreshock/model/warning-replay.ts';
import type { EntityDirectory } from './entity-view.ts';

type ReplayView = OutputOf<typeof replayWarnings>;

export function viewReplay(
  replay: WarningReplay,
  entities: EntityDirectory,
): Omit<ReplayView, 'from' | 'to' | 'simulated' | 'failures'> {
  const { leadGained } = replay;
  const sign = leadGained !== undefined && leadGained < 0 ? '-' : '';
  return {
    forecasts: replay.forecasts,
    late: replay.late,
    onsets: replay.onsets,
    real: viewRecord(replay.real),
    before: viewRecord(replay.before),
    after: viewRecord(replay.after),
    pagesAdded: replay.pagesAdded.map((call) => viewCall(call, entities)),
    pagesRemoved: replay.pagesRemoved.map((call) => viewCall(call, entities)),
    caught: replay.caught.map((onset) => viewOnset(onset, entities)),
    lost: replay.lost.map((onset) => viewOnset(onset, entities)),
    leadGained: leadGained === undefined ? null : `${sign}${formatDuration(Math.abs(leadGained))}`,
  };
}

export function viewCall(
  { page: _, ...call }: ReplayedCall,
  entities: EntityDirectory,
): ReplayView['pagesAdded'][number] {
  return {
    ...call,
    entity: entities.ref(call.entity),
    issuedAt: formatTime(call.issuedAt),
    horizon: formatDuration(call.horizon),
    onsetAt: call.onsetAt === undefined ? null : formatTime(call.onsetAt),
    prediction: call.prediction === '' ? null : call.prediction,
  };
}

export function viewOnset(onset: ReplayedOnset, entities: EntityDirectory): ReplayView['caught'][number] {
  return { ...onset, entity: entities.ref(onset.entity), onsetAt: formatTime(onset.onsetAt) };
}

export function viewRecord({ leadMedian, ...record }: ReplayedRecord): ReplayView['real'] {
  return { ...record, leadMedian: leadMedian === undefined ? null : formatDuration(leadMedian) };
}
