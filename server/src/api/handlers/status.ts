import type { BackupState } from '@foreshock/model/backup.ts';
import { DATA_TRUST_FLOOR } from '@foreshock/model/data-trust.ts';
import { type IncidentCrowd, MOST_OPEN_INCIDENTS } from '@foreshock/model/incident-crowd.ts';
import type { IntakeCount } from '@foreshock/model/intake.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { RedactionKind } from '@foreshock/model/redaction.ts';
import { signals } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatDuration, formatTime, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { CertificateStatus } from '../../base/tls/keep-certificate.ts';
import { loadAnalysisWatermark } from '../../store/metadata/analysis-state.ts';
import { findDataTrust } from '../../store/metadata/data-trust.ts';
import { findIncidentCrowd } from '../../store/metadata/incident-crowd.ts';
import { findTenant } from '../../store/metadata/tenants.ts';
import { findUnlearntHistory, type UnlearntHistory } from '../../store/metadata/unlearnt-history.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { findLearningProgress } from '../learning-progress.ts';

/** What other parts of the process know and a page shows. */
export interface StatusSources {
  readonly version: string;
  /** What was refused or dropped since the start, by reason: of the project, and of senders who were not let in. */
  readonly refused: (tenant: TenantId) => readonly { readonly reason: string; readonly count: number }[];
  /** Values of a project that were replaced since the start, by kind. */
  readonly redacted: (tenant: TenantId) => readonly { readonly kind: RedactionKind; readonly count: number }[];
  readonly backlog: () => {
    readonly requests: number;
    readonly damaged: readonly { readonly from: string; readonly bytes: number; readonly reason: string }[];
  };
  readonly endpoints: { readonly otlpHttp: string; readonly otlpGrpc: string };
  readonly transport: () => {
    readonly clearText: readonly string[];
    readonly certificates: readonly (CertificateStatus & { readonly port: 'ingest' | 'api' })[];
  };
  readonly backups: () => BackupState;
  /** One is set up; whether it answers is seen by its calls. */
  readonly languageModel: boolean;
  readonly endSession: (session: string) => Promise<boolean>;
}

/** A daily rhythm must have been seen once. */
const BASELINE_NEEDS_MS = DAY;
/** Analysis closes a minute after the watermark of late data: this far behind is on time. */
const ON_TIME_MS = 5 * MINUTE;
/** Of what came too late to be judged. */
const LATE_WINDOW_MS = 10 * MINUTE;

export function statusHandlers(tools: HandlerTools, sources: StatusSources): Pick<Handlers, 'getStatus' | 'signOut'> {
  const { db, clock, store } = tools;
  return {
    async getStatus({ caller }) {
      const now = clock.now();
      const telemetry = store.tenant(caller.tenant);
      const recent = { range: { from: now - LATE_WINDOW_MS, to: now }, step: LATE_WINDOW_MS };
      const [usage, extent, intake] = await Promise.all([
        telemetry.selectUsage(),
        telemetry.selectExtent(),
        telemetry.selectIntake(recent),
      ]);
      const tenant = await findTenant(db, caller.tenant);
      const watermark = await loadAnalysisWatermark(db, caller.tenant);
      const crowd = await findIncidentCrowd(db, caller.tenant);
      const trust = await findDataTrust(db, caller.tenant);
      const entities = await tools.directories.of(caller.tenant);
      const learning = await findLearningProgress(tools, caller.tenant);
      const backlog = sources.backlog();
      const behind = watermark === undefined ? 0 : Math.max(0, now - watermark);
      const from = extent.ok ? extent.value?.from : undefined;
      return success({
        project: {
          id: caller.tenant,
          name: String(tenant?.settings.name ?? caller.tenant),
          simulated: tenant?.settings.simulated === true,
        },
        version: sources.version,
        now: formatTime(now),
        user: { name: caller.name, role: caller.role },
        analysedUntil: watermark === undefined ? null : formatTime(watermark),
        catchingUp:
          behind > ON_TIME_MS && watermark !== undefined
            ? { behind: formatDuration(behind), waitingRequests: backlog.requests }
            : null,
        dataTrust: {
          share: trust?.share ?? null,
          reporting: trust?.reporting ?? 0,
          expected: trust?.expected ?? 0,
          silent: (trust?.silent ?? []).map((silent) => ({
            entity: entities.ref(silent.entity),
            since: formatTime(silent.since),
          })),
          floor: DATA_TRUST_FLOOR,
          late: intake.ok ? lateOf(intake.value) : 0,
        },
        incidents: viewCrowd(crowd),
        signals: signals.map((signal) => {
          const used = usage.ok ? usage.value.find((row) => row.signal === signal) : undefined;
          return {
            signal,
            records: used?.rows ?? 0,
            bytes: used?.bytes ?? 0,
            lastArrival: used?.lastArrival === undefined ? null : formatTime(used.lastArrival),
          };
        }),
        refused: sources.refused(caller.tenant).map(({ reason, count }) => ({ reason, count })),
        redacted: [...sources.redacted(caller.tenant)],
        damaged: backlog.damaged.map((damage) => ({ where: damage.from, bytes: damage.bytes, reason: damage.reason })),
        history: {
          from: from === undefined ? null : formatTime(from),
          baselineNeeds: formatDuration(BASELINE_NEEDS_MS),
          baselineReady: from !== undefined && now - from >= BASELINE_NEEDS_MS,
          state: learning.state,
          learntShare: learning.share,
          notLearnt: viewUnlearnt(await findUnlearntHistory(db, caller.tenant)),
        },
        languageModel: { configured: sources.languageModel },
        backups: viewBackups(sources.backups()),
        endpoints: sources.endpoints,
        transport: viewTransport(sources.transport(), now),
      });
    },

    async signOut({ caller }) {
      return success({ ended: caller.session !== undefined && (await sources.endSession(caller.session)) });
    },
  };
}

function lateOf(counts: readonly IntakeCount[]): number {
  return counts.reduce((sum, { kind, records }) => sum + (kind === 'late' ? records : 0), 0);
}

function viewUnlearnt(unlearnt: UnlearntHistory | undefined) {
  if (!unlearnt) return null;
  const { from, to, noticedAt } = unlearnt;
  return { from: formatTime(from), to: formatTime(to), noticedAt: formatTime(noticedAt) };
}

function viewCrowd(crowd: IncidentCrowd | undefined) {
  const { open = 0, gaveWay = 0, joined = 0, refused = 0, waiting = 0, lastAt } = crowd ?? {};
  const since = lastAt === undefined ? null : formatTime(lastAt);
  return { open, most: MOST_OPEN_INCIDENTS, gaveWay, joined, refused, waiting, lastAt: since };
}

function viewBackups({ last, failed }: BackupState) {
  return {
    lastAt: last ? formatTime(last.markedAt) : null,
    failed: failed ? { at: formatTime(failed.at), reason: failed.reason } : null,
  };
}

function viewTransport({ clearText, certificates }: ReturnType<StatusSources['transport']>, now: Timestamp) {
  return {
    clearText: [...clearText],
    certificates: certificates.map(({ port, names, validTo, problem }) => ({
      port,
      names: [...names],
      validTo: formatTime(validTo),
      daysLeft: Math.floor((validTo - now) / DAY),
      problem: problem ?? null,
    })),
  };
}
