import type { Anomaly } from './anomaly.ts';
import type { DataTrust } from './data-trust.ts';
import type { Exhaustion } from './exhaustion.ts';
import type { Incident, IncidentActivity, IncidentId } from './incident.ts';
import type { IncidentCrowd } from './incident-crowd.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Prediction } from './prediction.ts';
import type { Timestamp } from './time.ts';

/** All that one tick found; kept in one transaction with the watermark. */
export interface Findings {
  /** Minutes before this are analysed. */
  readonly watermark: Timestamp;
  /** New or changed. */
  readonly anomalies: readonly Anomaly[];
  readonly predictions: readonly Prediction[];
  readonly incidents: readonly Incident[];
  readonly activity: readonly { readonly incident: IncidentId; readonly activity: IncidentActivity }[];
  readonly ledger: readonly LedgerEntry[];
  readonly exhaustion: readonly Exhaustion[];
  readonly dataTrust: DataTrust;
  /** As of the last minute; absent when grouping did not run. */
  readonly crowd?: IncidentCrowd;
  /** Per minute of the tick the sum of surprise over entities, for the drum; positive more, negative less than usual. */
  readonly unusual: readonly {
    readonly minute: Timestamp;
    readonly up: number;
    readonly down: number;
    readonly silent: boolean;
  }[];
}
