import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { AlertLevel, AlertSubjectKind } from '@foreshock/model/alert-settings.ts';
import type { KeptAlert } from '@foreshock/model/alert-state.ts';
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { CauseMark } from '@foreshock/model/cause-mark.ts';
import type { ConfirmedCause } from '@foreshock/model/confirmed-cause.ts';
import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { DigestOpening } from '@foreshock/model/digest-opening.ts';
import type { Drill } from '@foreshock/model/drill.ts';
import type { Exhaustion } from '@foreshock/model/exhaustion.ts';
import type { Incident, IncidentActivity, IncidentState, IncidentVerdict } from '@foreshock/model/incident.ts';
import type { IncidentRecord } from '@foreshock/model/incident-record.ts';
import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { ModelCall } from '@foreshock/model/model-call.ts';
import type { Nomination } from '@foreshock/model/nomination.ts';
import type { HoldReason, Notification, NotificationState, TellReason } from '@foreshock/model/notification.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { Slo } from '@foreshock/model/slo.ts';
import type { Snooze } from '@foreshock/model/snooze.ts';
import type { Story } from '@foreshock/model/story.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { WordedLinks } from '@foreshock/model/template-link.ts';
import type { ToldSaying } from '@foreshock/model/told-outcome.ts';
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { AuditEntry } from './audit-entry.ts';
import type { ChangeFacts } from './change-facts.ts';
import type { IncidentMarks } from './incident-marks.ts';
import type { PredictionRevision } from './prediction-revision.ts';

/** Written as text of `jsonText`, read as the value. */
type Json<T> = ColumnType<T, string, string>;

/** The tables after all migrations, as Kysely sees them. */
export interface Tables {
  migrations: { name: string };
  tenants: { id: string; created_at: number; settings: Json<Record<string, unknown>> };
  project_settings: {
    tenant: string;
    area: string;
    version: number;
    changed_at: number;
    changed_by: string;
    value: Json<unknown>;
  };
  ingest_keys: {
    tenant: string;
    id: string;
    hash: string;
    name: string;
    signals: Json<readonly Signal[]>;
    created_by: string;
    created_at: number;
    expires_at: number | null;
    revoked_at: number | null;
    last_used_at: number | null;
  };
  api_keys: {
    tenant: string;
    id: string;
    family: string;
    hash: string;
    name: string;
    role: string;
    created_by: string;
    created_at: number;
    expires_at: number | null;
    revoked_at: number | null;
    last_used_at: number | null;
  };
  idempotent_answers: {
    tenant: string;
    credential: string;
    key: string;
    request: string;
    begun_at: number;
    answer: ColumnType<unknown, string | null, string | null>;
  };
  change_heads: { tenant: string; epoch: string; sequence: number };
  /** Written by triggers alone. */
  change_log: {
    tenant: string;
    sequence: number;
    written_at: number;
    kind: string;
    object: string;
    revision: number;
    facts: Json<ChangeFacts>;
  };
  sign_in_tokens: { hash: string; tenant: string; person: string; role: string; expires_at: number };
  sessions: {
    hash: string;
    tenant: string;
    person: string;
    role: string;
    started_at: number;
    last_seen_at: number;
  };
  anomalies: {
    tenant: string;
    id: string;
    entity: string;
    onset: number;
    last_seen: number;
    is_open: boolean;
    body: Json<Anomaly>;
  };
  predictions: {
    tenant: string;
    id: string;
    revision: number;
    entity: string;
    failure: string;
    state: string;
    probability: number;
    act_by: number | null;
    is_over: boolean;
    list_order: number;
    ledger_sequence: number | null;
    acknowledged_by: string | null;
    acknowledged_at: number | null;
    snooze: ColumnType<Snooze | null, string | undefined, string>;
    /** The database gives `[]` to a new row. */
    cause_marks: ColumnType<readonly CauseMark[], string | undefined, string>;
    body: Json<Prediction>;
  };
  prediction_revisions: { tenant: string; prediction: string; revision: number; body: Json<PredictionRevision> };
  prediction_feedback: {
    tenant: string;
    prediction: string;
    person: string;
    is_useful: boolean;
    note: string;
    given_at: number;
  };
  incidents: {
    tenant: string;
    id: string;
    state: IncidentState;
    is_over: boolean;
    started_at: number;
    ended_at: number | null;
    marks: Json<IncidentMarks>;
    body: Json<Incident>;
  };
  incident_records: { tenant: string; incident: string; ended_at: number; body: Json<IncidentRecord> };
  incident_activity: {
    sequence: GeneratedAlways<number>;
    tenant: string;
    incident: string;
    time: number;
    kind: IncidentActivity['kind'];
    person: string;
    text: string;
  };
  confirmed_causes: { tenant: string; incident: string; confirmed_at: number; body: Json<ConfirmedCause> };
  told_outcomes: {
    tenant: string;
    prediction: string;
    number: number;
    person: string;
    says: ToldSaying;
    note: string;
    told_at: number;
    noted_at: number | null;
  };
  incident_verdicts: { tenant: string; incident: string; person: string; says: IncidentVerdict; told_at: number };
  stories: { tenant: string; incident: string; body: Json<Story> };
  model_calls: {
    tenant: string;
    id: string;
    incident: string;
    time: number;
    body: Json<ModelCall>;
    sealed: Uint8Array;
    /** Of what the call was about, without values and times; empty in older rows. */
    evidence_hash: ColumnType<string, string | undefined, string>;
  };
  model_spend: {
    tenant: string;
    day: number;
    model: string;
    micros: ColumnType<number, number | undefined, number>;
    calls: ColumnType<number, number | undefined, number>;
    input_tokens: ColumnType<number, number | undefined, number>;
    output_tokens: ColumnType<number, number | undefined, number>;
    verified: ColumnType<number, number | undefined, number>;
    capped: ColumnType<number, number | undefined, number>;
  };
  slos: { tenant: string; id: string; version: number; body: Json<Slo> };
  story_ratings: {
    tenant: string;
    incident: string;
    person: string;
    call: string;
    useful: boolean;
    rated_at: number;
  };
  nominations: {
    tenant: string;
    id: string;
    time: number;
    until: number;
    confirmed: boolean;
    in_incident: boolean | null;
    body: Json<Nomination>;
  };
  worded_links: { tenant: string; incident: string; told_at: number; body: Json<WordedLinks> };
  drills: { tenant: string; id: string; requested_at: number; is_open: boolean; body: Json<Drill> };
  digest_openings: { tenant: string; route: string; digest_at: number; body: Json<DigestOpening> };
  model_calls_forgotten: { tenant: string; calls: number; before: number };
  alert_channels: { tenant: string; id: string; body: Json<AlertChannel>; sealed: Uint8Array };
  alerts: {
    tenant: string;
    subject: string;
    route: string;
    thread: string;
    paged_at: number | null;
    due_at: number | null;
    over_at: number | null;
    body: Json<KeptAlert>;
  };
  notifications: {
    sequence: GeneratedAlways<number>;
    tenant: string;
    id: string;
    channel: string;
    thread: string;
    subject_kind: AlertSubjectKind | '';
    subject: string;
    route: string;
    reason: TellReason;
    level: AlertLevel;
    state: NotificationState;
    created_at: number;
    since: number;
    due_at: number;
    attempts: number;
    attempted_at: number | null;
    sent_at: number | null;
    error: string;
    content: ColumnType<Notification | null, string | null, string | null>;
  };
  channel_threads: { tenant: string; channel: string; thread: string; reference: Json<unknown>; updated_at: number };
  alert_holds: {
    tenant: string;
    subject: string;
    route: string;
    reason: HoldReason;
    detail: string;
    since: number;
    last_at: number;
  };
  heard_events: { tenant: string; channel: string; event: string; heard_at: number };
  exhaustion: { tenant: string; position: number; body: Json<Exhaustion> };
  analysis_counts: { tenant: string; name: string; body: Json<unknown> };
  data_trust: { tenant: string; body: Json<DataTrust> };
  unusual_minutes: { tenant: string; minute: number; up: number; down: number; silent: boolean };
  ledger: ChainedRow<LedgerEntry> & { type: LedgerEntry['type']; prediction: string; failure: string };
  audit: ChainedRow<AuditEntry>;
  chain_heads: { tenant: string; chain: string; sequence: number; hash: string };
  analysis_states: { tenant: string; watermark: number; snapshot_watermark: number | null };
  miner_states: { tenant: string; position: string };
  snapshot_parts: { tenant: string; owner: string; part: number; bytes: Uint8Array };
}

interface ChainedRow<Entry> {
  tenant: string;
  sequence: number;
  time: number;
  entry: Json<Entry>;
  previous_hash: string;
  hash: string;
}
