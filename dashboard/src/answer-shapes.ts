/** Names for the parts of answers that several pages read. */

import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';

export type StatusView = OutputOf<Catalog['getStatus']>;
export type QuotaView = OutputOf<Catalog['getQuota']>;
export type IngestKeyView = OutputOf<Catalog['listIngestKeys']>['items'][number];
export type PredictionSummaryView = OutputOf<Catalog['listPredictions']>['items'][number];
export type PredictionView = OutputOf<Catalog['getPrediction']>;
export type OddsViewShape = PredictionSummaryView['odds'];
export type ForecastViewShape = NonNullable<PredictionView['forecast']>;
export type SparklineViewShape = ForecastViewShape['history'];
export type EvidenceView = OutputOf<Catalog['listPredictionEvidence']>['items'][number];
export type HypothesisView = PredictionView['hypotheses'][number];
export type RecommendationView = PredictionView['recommendations'][number];
export type NarrativeView = PredictionView['narrative'];
export type IncidentSummaryView = OutputOf<Catalog['listIncidents']>['items'][number];
export type IncidentView = OutputOf<Catalog['getIncident']>;
export type ActivityView = OutputOf<Catalog['getIncidentTimeline']>['items'][number];
export type ChangeView = OutputOf<Catalog['listChanges']>['items'][number];
export type AnomalyView = OutputOf<Catalog['listAnomalies']>['items'][number];
export type LogView = OutputOf<Catalog['searchLogs']>['items'][number];
export type TemplateView = OutputOf<Catalog['listTemplates']>['items'][number];
export type TraceView = OutputOf<Catalog['getTrace']>;
export type TraceSummaryView = OutputOf<Catalog['searchTraces']>['items'][number];
export type TopologyView = OutputOf<Catalog['getTopology']>;
export type ExhaustionView = OutputOf<Catalog['listExhaustion']>['items'][number];
export type NoiseRuleView = OutputOf<Catalog['listNoiseRules']>['items'][number];
export type NoiseActionView = NoiseRuleView['action'];
export type NoisePreviewView = OutputOf<Catalog['previewNoiseRule']>;
export type DataUsageView = OutputOf<Catalog['getDataUsage']>;
export type WarningPolicyView = OutputOf<Catalog['getWarningPolicy']>;
export type ReplayView = OutputOf<Catalog['replayWarnings']>;
export type CalibrationView = OutputOf<Catalog['getCalibration']>;
export type RedactionView = OutputOf<Catalog['getRedactionSettings']>;
export type RedactionSettingsView = RedactionView['settings'];
export type RedactionPreviewView = OutputOf<Catalog['previewRedactionOnStored']>;
export type QuarantineView = OutputOf<Catalog['listQuarantine']>;
