import type { Operation } from './operation.ts';
import * as alertChannels from './operations/alert-channels.ts';
import * as alertRoutes from './operations/alert-routes.ts';
import * as anomalies from './operations/anomalies.ts';
import * as apiKeys from './operations/api-keys.ts';
import * as ask from './operations/ask.ts';
import * as audit from './operations/audit.ts';
import * as backups from './operations/backups.ts';
import * as calibration from './operations/calibration.ts';
import * as changes from './operations/changes.ts';
import * as configOwnership from './operations/config-ownership.ts';
import * as confirmedCauses from './operations/confirmed-causes.ts';
import * as differences from './operations/differences.ts';
import * as drills from './operations/drills.ts';
import * as history from './operations/history.ts';
import * as incidents from './operations/incidents.ts';
import * as ingestKeys from './operations/ingest-keys.ts';
import * as ledger from './operations/ledger.ts';
import * as modelCalls from './operations/model-calls.ts';
import * as noise from './operations/noise.ts';
import * as nominations from './operations/nominations.ts';
import * as notifications from './operations/notifications.ts';
import * as predictions from './operations/predictions.ts';
import * as prompt from './operations/prompt.ts';
import * as quarantine from './operations/quarantine.ts';
import * as quota from './operations/quota.ts';
import * as redaction from './operations/redaction.ts';
import * as similarIncidents from './operations/similar-incidents.ts';
import * as slos from './operations/slos.ts';
import * as status from './operations/status.ts';
import * as telemetry from './operations/telemetry.ts';
import * as templateLinks from './operations/template-links.ts';
import * as templateMerges from './operations/template-merges.ts';
import * as toldOutcomes from './operations/told-outcomes.ts';
import * as topology from './operations/topology.ts';
import * as warnings from './operations/warnings.ts';

/** Every question that the outside may ask, once. */
export const catalog = {
  listPredictions: predictions.listPredictions,
  watchPredictions: predictions.watchPredictions,
  getPrediction: predictions.getPrediction,
  listPredictionRevisions: predictions.listPredictionRevisions,
  listPredictionEvidence: predictions.listPredictionEvidence,
  acknowledgePrediction: predictions.acknowledgePrediction,
  snoozePrediction: predictions.snoozePrediction,
  givePredictionFeedback: predictions.givePredictionFeedback,
  markPredictionCause: predictions.markPredictionCause,
  listIncidents: incidents.listIncidents,
  watchIncidents: incidents.watchIncidents,
  getIncident: incidents.getIncident,
  getIncidentTimeline: incidents.getIncidentTimeline,
  compareIncident: differences.compareIncident,
  compareWindows: differences.compareWindows,
  listTemplateLinks: templateLinks.listTemplateLinks,
  markTemplateLink: templateLinks.markTemplateLink,
  acknowledgeIncident: incidents.acknowledgeIncident,
  resolveIncident: incidents.resolveIncident,
  dismissIncident: incidents.dismissIncident,
  mergeIncident: incidents.mergeIncident,
  declareIncident: incidents.declareIncident,
  markIncidentCause: incidents.markIncidentCause,
  confirmIncidentCause: confirmedCauses.confirmIncidentCause,
  withdrawIncidentCause: confirmedCauses.withdrawIncidentCause,
  listConfirmedCauses: confirmedCauses.listConfirmedCauses,
  listSimilarIncidents: similarIncidents.listSimilarIncidents,
  withdrawPredictionAcknowledgement: toldOutcomes.withdrawPredictionAcknowledgement,
  withdrawIncidentAcknowledgement: toldOutcomes.withdrawIncidentAcknowledgement,
  tellPredictionOutcome: toldOutcomes.tellPredictionOutcome,
  tellIncidentVerdict: toldOutcomes.tellIncidentVerdict,
  snoozeIncident: notifications.snoozeIncident,
  listChannels: alertChannels.listChannels,
  createChannel: alertChannels.createChannel,
  updateChannel: alertChannels.updateChannel,
  rotateChannelSecret: alertChannels.rotateChannelSecret,
  removeChannel: alertChannels.removeChannel,
  testChannel: alertChannels.testChannel,
  getAlerting: alertRoutes.getAlerting,
  changeAlerting: alertRoutes.changeAlerting,
  previewAlerting: alertRoutes.previewAlerting,
  listNotifications: notifications.listNotifications,
  redeliverNotification: notifications.redeliverNotification,
  listHeldBack: notifications.listHeldBack,
  listModelCalls: modelCalls.listModelCalls,
  getModelCall: modelCalls.getModelCall,
  getModelUsage: modelCalls.getModelUsage,
  changeModelSettings: modelCalls.changeModelSettings,
  askQuestion: ask.askQuestion,
  listNominations: nominations.listNominations,
  listStoryRatings: modelCalls.listStoryRatings,
  rateStory: modelCalls.rateStory,
  listAnomalies: anomalies.listAnomalies,
  listUnusualMinutes: anomalies.listUnusualMinutes,
  listEntities: topology.listEntities,
  getTopology: topology.getTopology,
  listChanges: topology.listChanges,
  recordChange: changes.recordChange,
  listExhaustion: topology.listExhaustion,
  searchLogs: telemetry.searchLogs,
  countLogs: telemetry.countLogs,
  listTopValues: telemetry.listTopValues,
  listTemplates: telemetry.listTemplates,
  countTemplate: telemetry.countTemplate,
  listTemplateMerges: templateMerges.listTemplateMerges,
  undoTemplateMerge: templateMerges.undoTemplateMerge,
  listSeries: telemetry.listSeries,
  queryMetrics: telemetry.queryMetrics,
  queryRequests: telemetry.queryRequests,
  searchTraces: telemetry.searchTraces,
  getTrace: telemetry.getTrace,
  getCalibration: calibration.getCalibration,
  getWarningPolicy: warnings.getWarningPolicy,
  changeWarningPolicy: warnings.changeWarningPolicy,
  replayWarnings: warnings.replayWarnings,
  getHistory: history.getHistory,
  getBacktest: history.getBacktest,
  startNotifying: history.startNotifying,
  startDrill: drills.startDrill,
  stopDrill: drills.stopDrill,
  listDrills: drills.listDrills,
  getDrill: drills.getDrill,
  listLedger: ledger.listLedger,
  verifyLedger: ledger.verifyLedger,
  listAudit: audit.listAudit,
  verifyAudit: audit.verifyAudit,
  listIngestKeys: ingestKeys.listIngestKeys,
  createIngestKey: ingestKeys.createIngestKey,
  revokeIngestKey: ingestKeys.revokeIngestKey,
  listApiKeys: apiKeys.listApiKeys,
  createApiKey: apiKeys.createApiKey,
  rotateApiKey: apiKeys.rotateApiKey,
  revokeApiKey: apiKeys.revokeApiKey,
  getPromptSettings: prompt.getPromptSettings,
  updatePromptSettings: prompt.updatePromptSettings,
  restorePromptSettings: prompt.restorePromptSettings,
  previewPromptSettings: prompt.previewPromptSettings,
  tryPromptSettings: prompt.tryPromptSettings,
  getRedactionSettings: redaction.getRedactionSettings,
  updateRedactionSettings: redaction.updateRedactionSettings,
  previewRedaction: redaction.previewRedaction,
  previewRedactionOnStored: redaction.previewRedactionOnStored,
  startBackup: backups.startBackup,
  listBackups: backups.listBackups,
  listQuarantine: quarantine.listQuarantine,
  retryQuarantined: quarantine.retryQuarantined,
  discardQuarantined: quarantine.discardQuarantined,
  getQuota: quota.getQuota,
  changeQuota: quota.changeQuota,
  listNoiseRules: noise.listNoiseRules,
  createNoiseRule: noise.createNoiseRule,
  updateNoiseRule: noise.updateNoiseRule,
  deleteNoiseRule: noise.deleteNoiseRule,
  changeSeriesLimit: noise.changeSeriesLimit,
  previewNoiseRule: noise.previewNoiseRule,
  replayNoiseRule: noise.replayNoiseRule,
  getDataUsage: noise.getDataUsage,
  listSlos: slos.listSlos,
  getSlo: slos.getSlo,
  createSlo: slos.createSlo,
  updateSlo: slos.updateSlo,
  deleteSlo: slos.deleteSlo,
  previewSlo: slos.previewSlo,
  suggestSlos: slos.suggestSlos,
  getConfigOwnership: configOwnership.getConfigOwnership,
  changeConfigOwnership: configOwnership.changeConfigOwnership,
  getStatus: status.getStatus,
  watchEvents: status.watchEvents,
  signOut: status.signOut,
} as const satisfies Record<string, Operation>;

export type Catalog = typeof catalog;
export type OperationName = keyof Catalog;
