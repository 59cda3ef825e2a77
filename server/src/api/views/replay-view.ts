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
  const viewCall = ({ page: _, ...call }: ReplayedCall): ReplayView['pagesAdded'][number] => ({
    ...call,
    entity: entities.ref(call.entity),
    issuedAt: formatTime(call.issuedAt),
    horizon: formatDuration(call.horizon),
    onsetAt: call.onsetAt === undefined ? null : formatTime(call.onsetAt),
    prediction: call.prediction === '' ? null : call.prediction,
  });
  const viewOnset = (onset: ReplayedOnset): ReplayView['caught'][number] => ({
    ...onset,
    entity: entities.ref(onset.entity),
    onsetAt: formatTime(onset.onsetAt),
  });
  const { leadGained } = replay;
  const sign = leadGained !== undefined && leadGained < 0 ? '-' : '';
  return {
    forecasts: replay.forecasts,
    late: replay.late,
    onsets: replay.onsets,
    real: viewRecord(replay.real),
    before: viewRecord(replay.before),
    after: viewRecord(replay.after),
    pagesAdded: replay.pagesAdded.map(viewCall),
    pagesRemoved: replay.pagesRemoved.map(viewCall),
    caught: replay.caught.map(viewOnset),
    lost: replay.lost.map(viewOnset),
    leadGained: leadGained === undefined ? null : `${sign}${formatDuration(Math.abs(leadGained))}`,
  };
}

function viewRecord({ leadMedian, ...record }: ReplayedRecord): ReplayView['real'] {
  return { ...record, leadMedian: leadMedian === undefined ? null : formatDuration(leadMedian) };
}
