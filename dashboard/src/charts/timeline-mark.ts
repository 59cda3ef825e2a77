import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { OnsetSlice } from './onset-density.ts';

/** What stands in the log beside the drum. */
export interface TimelineMark {
  readonly id: string;
  readonly time: Timestamp;
  readonly kind: 'change' | 'incident-open' | 'incident-over' | 'hit' | 'miss' | 'silent' | 'act-by' | 'horizon';
  readonly text: string;
  readonly to: string | undefined;
}

/** Harm from start to end, or to now. */
export interface HarmSpan {
  readonly id: string;
  readonly range: TimeRange;
  readonly open: boolean;
}

/** What is coming: ink where the odds fall, or only a span where no percent has been earned. */
export interface ComingSpan {
  readonly id: string;
  readonly issued: Timestamp;
  readonly slices: readonly OnsetSlice[];
  readonly span: TimeRange;
}

/** How unusual each minute was over all entities. `undefined` where nothing was analysed. */
export interface UnusualMinutes {
  readonly from: Timestamp;
  readonly up: readonly (number | undefined)[];
  readonly down: readonly (number | undefined)[];
  readonly silent: readonly boolean[];
}
