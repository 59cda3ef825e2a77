// Asks the questions of analysis of one closed minute after the other: what is unusual, what is coming, what belongs
// together. Where it began and how to say so follows for the incidents that it touched. In come frames, out come
// findings; it must never read the clock or the store.
import { deserialize, serialize } from 'node:v8';
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Change } from '@foreshock/model/change.ts';
import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { Exhaustion } from '@foreshock/model/exhaustion.ts';
import type { Findings } from '@foreshock/model/findings.ts';
import type { Incident, IncidentActivity, IncidentId } from '@foreshock/model/incident.ts';
import type { IncidentCrowd } from '@foreshock/model/incident-crowd.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import { HOUR, isWithin, MINUTE, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { signalOf, type ToldNoise, weightAsTold } from '@foreshock/model/told-noise.ts';
import type { ToldOutcome } from '@foreshock/model/told-outcome.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { defaultWarningPolicy, type WarningPolicy } from '@foreshock/model/warning-policy.ts';
import { type BoundedHistory, highUtilisations, observeBounded } from './bounded-history.ts';
import { createCorrelation } from './correlation/correlate-anomalies.ts';
import { cpuShares, isCpuShare } from './cpu-shares.ts';
import { boundedResources } from './detection/bounded-resources.ts';
import { createDetection } from './detection/detect-anomalies.ts';
import { type EdgeHistory, edgesAround, observeEdges } from './edge-history.ts';
import {
  type Explanation,
  explainIncident,
  explainPrediction,
  harmOnset,
  type Surroundings,
} from './explain-incident.ts';
import { type Episodes, membersSince, noteCourse } from './incident-episodes.ts';
import type { MinuteFrame } from './minute-frame.ts';
import { createPrediction } from './prediction/predict-incidents.ts';
import type { PredictionOptions } from './prediction/prediction-input.ts';
import { observeProcessors, type ProcessorHistory } from './processor-history.ts';
import { readDeadlines } from './read-deadlines.ts';
import { traceRange } from './root-cause/locate-root-causes.ts';
import { createTraceMemory, SETTLED_MS } from './root-cause/trace-memory.ts';
import type { TracedSpan } from './root-cause/traced-span.ts';
import {
  heldRange,
  type MeasuresToWatch,
  type MeasuresWatched,
  usualRange,
  watchMeasures,
} from './root-cause/watch-measures.ts';
import { createWatchState, type WatchState, watchTraces } from './root-cause/watch-traces.ts';
import { createUserTraffic, observeTraffic, trafficNow, type UserTraffic } from './user-traffic.ts';

export interface AnalysisOptions {
  readonly prediction: Partial<PredictionOptions>;
}

/** An incident that opened or grew and whose causes are to be looked for. */
export interface Unexplained {
  readonly incident: Incident;
  /** Spans that ended in this range are needed, and the log statements in them. */
  readonly range: TimeRange;
}

export interface AnalyzedMinutes {
  readonly findings: Findings;
  readonly unexplained: readonly Unexplained[];
  /** Signs of failures that are not followed because there are too many, since the beginning. */
  readonly unfollowedSigns: number;
}

export interface AnalysisEngine {
  /**
   * Frames follow on those of the call before. `closedByHand`: incidents that a person ended. `spans`: those that ended
   * in the minutes of the frames; without them causes are looked for in the rest. `policy`: when the project is warned.
   * `told`: what people said became of predictions, to be written with the last of the minutes. `toldNoise`: what they
   * called noise, by key. `drilled`: when faults were made on purpose, or seen still.
   */
  analyze(
    frames: readonly MinuteFrame[],
    closedByHand: ReadonlySet<IncidentId>,
    spans?: readonly TracedSpan[],
    policy?: WarningPolicy,
    told?: readonly ToldOutcome[],
    toldNoise?: ReadonlyMap<string, ToldNoise>,
    drilled?: readonly TimeRange[],
  ): AnalyzedMinutes;
  /** Spans of the hour before the next frame, in order of minutes: after a restart, so that there is something to compare with. */
  remember(spans: readonly TracedSpan[], until: Timestamp): void;
  /** The incident with causes, actions and story, which later revisions keep. */
  explain(incident: Incident, spans: readonly TracedSpan[], now: Timestamp): Incident;
  /** Ids of incidents that may still grow or reopen. */
  following(): readonly IncidentId[];
  snapshot(): Uint8Array;
}

interface EngineState {
  readonly detection: Uint8Array;
  readonly prediction: Uint8Array;
  readonly correlation: Uint8Array;
  readonly shared: Shared;
}

type PredictionStory = Pick<Prediction, 'hypotheses' | 'recommendations' | 'narrative'>;

/** What the steps have in common and a restart must not forget. */
interface Shared {
  readonly traffic: UserTraffic;
  readonly bounded: BoundedHistory;
  readonly edges: EdgeHistory;
  readonly processors: ProcessorHistory;
  readonly watch: WatchState;
  readonly measures: MeasuresWatched;
  changes: Change[];
  /** The latest members of incidents that are still followed. */
  readonly members: Map<IncidentId, readonly Anomaly[]>;
  readonly explanations: Map<IncidentId, Explanation>;
  /** Of incidents that were over and opened again. */
  readonly episodes: Map<IncidentId, Episodes>;
  /** Of open predictions, for the revision that closes them. */
  readonly stories: Map<PredictionId, PredictionStory>;
  readonly incidents: Map<IncidentId, Incident>;
  topology: Topology;
  /** Log templates of the newest frame, by every id that they had. */
  templates: MinuteFrame['templateById'];
  /** Of incidents, the last minute in which something of them was outside its baseline. */
  lastActive: ReadonlyMap<IncidentId, Timestamp>;
}

/** A change may start a rise that ends in harm hours later. */
const CHANGES_KEPT_MS = 8 * HOUR;
/** Counts of traces are kept this long before the minutes in hand: the hour before an onset that is found late. */
const TRACES_KEPT_MS = 2 * HOUR;
/** A trace that ends in a range may have begun so long before. */
const TRACE_BEGINS_MS = MINUTE;
/** A resolved incident may be explained and reopened for this long. */
const FOLLOWED_MS = 2 * HOUR;
/** After this an incident's onset has told all that it can: growth changes its members, not its cause. */
const EXPLAINED_FOR_MS = 15 * MINUTE;

/** As surprising as what opens an incident on the first day. */
const OPENS_AS_TOLD = 4;

/** What an incident does to usual behavior outlasts its detection. */
const SHORTEST_INCIDENT_MS = 6 * MINUTE;
/** After the last minute that was outside its baseline little of it is left, and it goes on for a while unseen. */
const FADES_MS = 3 * MINUTE;

export function createAnalysisEngine(options: AnalysisOptions, snapshot?: Uint8Array): AnalysisEngine {
  // Arrays of what is read may lie in the bytes themselves, and the engine writes to them: a copy, or nobody could go on
  // from the same snapshot again.
  const state = snapshot ? (deserialize(new Uint8Array(snapshot)) as EngineState) : undefined;
  const detection = createDetection({}, state?.detection);
  const prediction = createPrediction(options.prediction, state?.prediction);
  const correlation = createCorrelation({ detectorPeriodMs: MINUTE }, state?.correlation);
  // What an older release did not know yet begins anew.
  const shared: Shared = { ...createShared(), ...state?.shared };

  const memory = createTraceMemory();

  return {
    analyze(
      frames,
      closedByHand,
      spans = [],
      policy = defaultWarningPolicy,
      told = [],
      toldNoise = new Map(),
      drilled = [],
    ) {
      const found = newFindings();
      memory.forget(frames[0]!.minute - TRACES_KEPT_MS);
      // Not at the end: what resolved hours before the end of a long range is still to be explained.
      forget(shared, frames[0]!.minute);
      const spansOf = Map.groupBy(spans, (span) => startOfMinute(span.end));
      for (const frame of frames) {
        const now = frame.minute + MINUTE;
        shared.topology = frame.topology;
        shared.templates = frame.templateById;
        shared.changes = [...shared.changes.filter((change) => now - change.time < CHANGES_KEPT_MS), ...frame.changes];
        const bounded = boundedResources(frame);
        observeBounded(shared.bounded, frame.minute, [...bounded, ...cpuShares(frame)]);
        observeEdges(shared.edges, frame);
        observeProcessors(shared.processors, frame);
        memory.observe(spansOf.get(frame.minute) ?? [], now);
        observeTraffic(shared.traffic, frame);
        const detected = detection.step(frame, bounded, toldNoise);
        const watched = watchTraces(shared.watch, {
          memory,
          minute: frame.minute,
          topology: frame.topology,
          incidents: incidentRanges(shared, now),
        });
        const measured = watchMeasures(shared.measures, measuresToWatch(shared, frame.minute));
        const anomalies = [...detected.anomalies, ...watched.anomalies, ...measured.anomalies];
        const accusations = [...watched.starters, ...measured.starters];
        const predicted = prediction.step({
          frame,
          bounded,
          deadlines: readDeadlines(frame),
          open: detected.open,
          dataTrust: detected.trust,
          policy,
          told: frame === frames.at(-1) ? told : [],
          isUnderDrill: drilled.some((range) => isWithin(frame.minute, range)),
          now,
        });
        const correlated = correlation.step({
          frame,
          anomalies,
          starters: [...detected.starters, ...accusations.filter((one) => startsAsTold(one, toldNoise))],
          accusations: new Set(accusations.map(({ id }) => id)),
          predictions: predicted.predictions,
          dataTrust: detected.trust.share,
          closedByHand,
          usualP95Ms: (entity) => shared.traffic.usualP95Ms.get(entity),
        });
        shared.lastActive = correlated.lastActive;
        const around = surroundings(shared, now);
        for (const anomaly of anomalies) found.anomalies.set(anomaly.id, anomaly);
        for (const one of predicted.predictions)
          found.predictions.push(withStory(one, detected.open, around, shared.stories));
        for (const incident of correlated.incidents) {
          noteCourse(shared.episodes, shared.incidents.get(incident.id), incident, now);
          shared.members.set(incident.id, correlated.membersOf.get(incident.id) ?? []);
          shared.incidents.set(incident.id, incident);
          found.touched.add(incident.id);
        }
        found.crowd = correlated.crowd;
        found.activity.push(...correlated.activity);
        found.ledger.push(...predicted.ledger);
        found.exhaustion = predicted.exhaustion;
        found.unfollowedSigns = predicted.unfollowedSigns;
        found.trust = detected.trust;
        found.unusual.push({ minute: frame.minute, ...detected.unusual, silent: detected.trust.silent.length > 0 });
      }
      const watermark = frames.at(-1)!.minute + MINUTE;
      for (const incident of shared.incidents.values())
        if (isFresh(incident, watermark)) found.touched.add(incident.id);
      const incidents = [...found.touched]
        .sort()
        .map((id) => withExplanation(shared.incidents.get(id)!, shared.explanations.get(id)));
      const unexplained = incidents
        .filter((incident) => needsExplanation(incident, shared))
        .map((incident) => ({ incident, range: spanRange(incident, shared, watermark) }));
      return {
        findings: {
          watermark,
          anomalies: [...found.anomalies.values()],
          predictions: found.predictions,
          incidents,
          activity: found.activity,
          ledger: found.ledger,
          exhaustion: found.exhaustion,
          ...(found.crowd && { crowd: found.crowd }),
          dataTrust: found.trust ?? { time: watermark, share: 1, silent: [], reporting: 0, expected: 0 },
          unusual: found.unusual,
        },
        unexplained,
        unfollowedSigns: found.unfollowedSigns,
      };
    },
    remember(spans, until) {
      memory.observe(spans, until);
    },
    explain(incident, spans, now) {
      const { startedAt, members } = latestEpisode(incident, shared);
      const around = surroundings(shared, now, incident.id);
      const before = shared.episodes.get(incident.id)?.earlier ?? [];
      const explanation = explainIncident(
        { ...incident, startedAt },
        members,
        { memory, spans },
        { ...around, earlierIncidents: [...around.earlierIncidents, ...before] },
      );
      shared.explanations.set(incident.id, explanation);
      return withExplanation(incident, explanation);
    },
    following: () => [...shared.incidents.keys()],
    snapshot: () =>
      serialize({
        detection: detection.snapshot(),
        prediction: prediction.snapshot(),
        correlation: correlation.snapshot(),
        shared,
      } satisfies EngineState),
  };
}

/** What is watched around incidents opens one by itself, but not what people called noise unless it is beyond doubt. */
function startsAsTold(anomaly: Anomaly, toldNoise: ReadonlyMap<string, ToldNoise>): boolean {
  const weight = weightAsTold(signalOf(anomaly), toldNoise);
  return weight === 1 || weight * anomaly.surprise >= OPENS_AS_TOLD;
}

function createShared(): Shared {
  return {
    traffic: createUserTraffic(),
    bounded: new Map(),
    edges: new Map(),
    processors: new Map(),
    watch: createWatchState(),
    measures: new Map(),
    changes: [],
    members: new Map(),
    explanations: new Map(),
    episodes: new Map(),
    stories: new Map(),
    incidents: new Map(),
    topology: { entities: new Map(), relations: [] },
    templates: new Map(),
    lastActive: new Map(),
  };
}

interface Found {
  readonly anomalies: Map<Anomaly['id'], Anomaly>;
  readonly predictions: Prediction[];
  readonly touched: Set<IncidentId>;
  readonly activity: { incident: IncidentId; activity: IncidentActivity }[];
  readonly ledger: LedgerEntry[];
  exhaustion: readonly Exhaustion[];
  trust: DataTrust | undefined;
  crowd: IncidentCrowd | undefined;
  unfollowedSigns: number;
  readonly unusual: Findings['unusual'][number][];
}

function newFindings(): Found {
  return {
    anomalies: new Map(),
    predictions: [],
    touched: new Set(),
    activity: [],
    ledger: [],
    exhaustion: [],
    trust: undefined,
    crowd: undefined,
    unfollowedSigns: 0,
    unusual: [],
  };
}

/** A prediction that closes keeps the causes and the story that it had while it was open. */
function withStory(
  prediction: Prediction,
  open: readonly Anomaly[],
  around: Surroundings,
  stories: Map<PredictionId, PredictionStory>,
): Prediction {
  if (prediction.state === 'closed') {
    const story = stories.get(prediction.id);
    stories.delete(prediction.id);
    return story ? { ...prediction, ...story } : prediction;
  }
  const explained = explainPrediction(prediction, open, around);
  const { hypotheses, recommendations, narrative } = explained;
  stories.set(prediction.id, { hypotheses, recommendations, narrative });
  return explained;
}

function surroundings(shared: Shared, now: Timestamp, except?: IncidentId): Surroundings {
  return {
    now,
    topology: shared.topology,
    templates: shared.templates,
    changes: shared.changes,
    bounded: shared.bounded,
    edges: shared.edges,
    processors: shared.processors,
    earlierIncidents: incidentRanges(shared, now, except),
    traffic: trafficNow(shared.traffic),
  };
}

function measuresToWatch(shared: Shared, minute: Timestamp): MeasuresToWatch {
  const [before, after] = [usualRange(minute), heldRange(minute)];
  const earlier = incidentRanges(shared, after.to);
  const traffic = trafficNow(shared.traffic);
  return {
    minute,
    topology: shared.topology,
    utilisations: highUtilisations(shared.bounded, isCpuShare, before, after, earlier),
    edges: edgesAround(shared.edges, before, after, earlier),
    trafficRatio: traffic && traffic.usual > 0 ? traffic.now / traffic.usual : undefined,
  };
}

/** From onset until it has faded; what has just begun may last a while. The quiet before it is called over is usual again. */
function incidentRanges(shared: Shared, now: Timestamp, except?: IncidentId): TimeRange[] {
  return [...shared.incidents.values()]
    .filter((incident) => incident.id !== except && incident.state !== 'merged')
    .map(({ id, startedAt, resolvedAt }) => {
      const lastActive = shared.lastActive.get(id);
      const faded = lastActive === undefined ? now : lastActive + FADES_MS;
      return { from: startedAt, to: Math.max(startedAt + SHORTEST_INCIDENT_MS, Math.min(faded, resolvedAt ?? now)) };
    });
}

/** The minutes after its onset are still coming in: what is said of its cause gets surer with each. */
function isFresh(incident: Incident, now: Timestamp): boolean {
  return incident.state === 'open' && now - incident.startedAt <= traceRange(0).to + SETTLED_MS + MINUTE;
}

function withExplanation(incident: Incident, explanation: Explanation | undefined): Incident {
  return explanation ? { ...incident, ...explanation } : incident;
}

function needsExplanation(incident: Incident, shared: Shared): boolean {
  if (incident.state === 'merged') return false;
  const openedAt = shared.episodes.get(incident.id)?.openedAt ?? incident.detectedAt;
  return !shared.explanations.has(incident.id) || incident.updatedAt - openedAt <= EXPLAINED_FOR_MS;
}

/** What opened again may have another cause: it is told by what came since. */
function latestEpisode(incident: Incident, shared: Shared) {
  return membersSince(incident, shared.members.get(incident.id) ?? [], shared.episodes.get(incident.id));
}

function spanRange(incident: Incident, shared: Shared, watermark: Timestamp): TimeRange {
  const { members, startedAt } = latestEpisode(incident, shared);
  const { from, to } = traceRange(harmOnset(members, startedAt));
  return { from: from - TRACE_BEGINS_MS, to: Math.min(watermark, to + SETTLED_MS) };
}

function forget(shared: Shared, now: Timestamp): void {
  for (const [id, incident] of shared.incidents) {
    const ended = incident.resolvedAt ?? (incident.state === 'merged' ? incident.updatedAt : undefined);
    if (ended === undefined || now - ended < FOLLOWED_MS) continue;
    shared.incidents.delete(id);
    shared.members.delete(id);
    shared.explanations.delete(id);
    shared.episodes.delete(id);
  }
}
