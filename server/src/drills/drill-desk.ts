// Begins and ends drills, hears what became of each, and holds what was found meanwhile against it.
import {
  DRILL_OVERTIME_MS,
  DRILL_SETTLES_MS,
  type Drill,
  type DrillCommand,
  type DrillKind,
  type DrillReport,
  openDrillStates,
} from '@foreshock/model/drill.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, MINUTE, SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { hashId } from '../base/crypto/digest.ts';
import { timedOut, withTimeout } from '../base/schedule.ts';
import { loadAnalysisWatermark } from '../store/metadata/analysis-state.ts';
import { changeDrill, createDrill, findDrill, findOpenDrill } from '../store/metadata/drills.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import { allowsDrills } from './allows-drills.ts';
import { type BegunDrill, measureDrill } from './measure-drill.ts';
import { readMeanwhile } from './read-meanwhile.ts';

export interface DrillDeskTools {
  readonly db: Db;
  readonly store: Pick<TelemetryStore, 'tenant'>;
  readonly clock: Clock;
  /** The one project in which faults can be made; absent without the demo. */
  readonly tenant: TenantId | undefined;
  /** To what makes the faults, which answers by `hear`. */
  readonly send: (command: DrillCommand) => void;
}

export interface DrillRequest {
  readonly kind: DrillKind;
  readonly namespace: string;
  readonly target?: string;
  readonly course: DurationMs;
}

export interface DrillDesk {
  /** Whether there is anything that can make faults in the project. */
  isPossible(tenant: TenantId): boolean;
  /** `state-conflict` without the label, while another goes on, or where nothing can make faults. */
  start(tenant: TenantId, request: DrillRequest, by: string): Promise<Result<Drill>>;
  /** Asks for the repair; one that is over stays as it is. `drill-not-found`. */
  stop(tenant: TenantId, id: string, by: string): Promise<Result<Drill>>;
  /** `undefined`: what makes the faults is not there, or has ended and its faults with it. */
  hear(report: DrillReport | undefined): Promise<void>;
  /** Ends what an earlier run of the program left open. Once, before anything else. */
  recover(): Promise<void>;
  /** Reads what was found until now. On a beat. */
  follow(): Promise<void>;
}

/** The simulator makes a step in less; while it sends its history it does not listen. */
const ANSWER_WITHIN_MS = 10 * SECOND;
/** A minute closes after one or two; what is found much later says how busy the machine was. */
const BEHIND_MS = 5 * MINUTE;
/** After its latest end; then something has gone wrong on the way. */
const OVERDUE_MS = 2 * MINUTE;

export function createDrillDesk({ db, store, clock, tenant: own, send }: DrillDeskTools): DrillDesk {
  const waiting = new Map<string, (report: DrillReport | undefined) => void>();

  async function ask(drill: Drill): Promise<DrillReport | undefined | typeof timedOut> {
    const { id, kind, namespace, target, course } = drill;
    const answer = new Promise<DrillReport | undefined>((resolve) => waiting.set(id, resolve));
    send({ do: 'start', plan: { id, kind, namespace, course, ...(target !== undefined && { target }) } });
    const report = await withTimeout(answer, ANSWER_WITHIN_MS);
    waiting.delete(id);
    return report;
  }

  /** Says of an open one that nobody knows any more what became of it. */
  const lose = (tenant: TenantId, id: string, reason: string): Promise<Drill | undefined> =>
    changeDrill(db, tenant, id, (drill) =>
      openDrillStates.includes(drill.state) && drill.endedAt === undefined
        ? { ...drill, state: drill.state === 'requested' ? 'refused' : 'lost', reason, endedAt: clock.now() }
        : drill,
    );

  async function measure(tenant: TenantId, drill: Drill): Promise<void> {
    const until = await loadAnalysisWatermark(db, tenant);
    if (!isBegun(drill) || until === undefined || until <= (drill.result?.until ?? drill.startedAt)) return;
    const found = await readMeanwhile(tenant, drill, until, { db, store, now: clock.now() });
    if (!found.ok) return;
    const result = measureDrill(drill, found.value);
    await changeDrill(db, tenant, drill.id, (kept) => {
      const isSettled = kept.endedAt !== undefined && until >= kept.endedAt + DRILL_SETTLES_MS;
      return { ...kept, result, ...(isSettled && kept.state === 'settling' && { state: 'done' as const }) };
    });
  }

  return {
    isPossible: (tenant) => tenant === own,

    async start(tenant, { kind, namespace, target, course }, by) {
      if (tenant !== own) return failure('state-conflict', NO_MAKER);
      const now = clock.now();
      const behind = now - ((await loadAnalysisWatermark(db, tenant)) ?? 0);
      if (behind > BEHIND_MS) return failure('state-conflict', BEHIND);
      const allowed = await allowsDrills(store.tenant(tenant), namespace, now);
      if (!allowed.ok) return allowed;
      const drill: Drill = {
        id: hashId('drl_', tenant, kind, String(now)),
        kind,
        namespace,
        ...(target !== undefined && { target }),
        course,
        state: 'requested',
        requestedAt: now,
        requestedBy: by,
      };
      const created = await createDrill(db, tenant, drill);
      if (!created.ok) return created;
      const report = await ask(drill);
      if (report === timedOut) {
        // Should it hear of it later after all.
        send({ do: 'stop', id: drill.id });
        await lose(tenant, drill.id, LATE);
        return failure('state-conflict', LATE);
      }
      if (report === undefined) {
        await lose(tenant, drill.id, GONE);
        return failure('state-conflict', GONE);
      }
      await keepReport(tenant, report);
      if (report.state === 'refused') return failure('input-invalid', report.reason);
      return success((await findDrill(db, tenant, drill.id)) ?? drill);
    },

    async stop(tenant, id, by) {
      const drill = await findDrill(db, tenant, id);
      if (!drill) return failure('drill-not-found', `there is no drill ${id}: see GET /api/v1/drills`);
      if (drill.endedAt !== undefined || !openDrillStates.includes(drill.state)) return success(drill);
      const marked = await changeDrill(db, tenant, id, (kept) => ({ ...kept, stoppedBy: kept.stoppedBy ?? by }));
      send({ do: 'stop', id });
      return success(marked ?? drill);
    },

    async hear(report) {
      if (report === undefined) {
        for (const answer of waiting.values()) answer(undefined);
        const open = own && (await findOpenDrill(db, own));
        if (own && open) await lose(own, open.id, ENDED);
        return;
      }
      const answer = waiting.get(report.id);
      if (answer) answer(report);
      else if (own) await keepReport(own, report);
    },

    async recover() {
      const open = own && (await findOpenDrill(db, own));
      if (open) send({ do: 'stop', id: open.id });
    },

    async follow() {
      const drill = own && (await findOpenDrill(db, own));
      if (!own || !drill) return;
      const dueAt = (drill.startedAt ?? drill.requestedAt) + drill.course + DRILL_OVERTIME_MS + OVERDUE_MS;
      if (drill.endedAt === undefined && clock.now() > dueAt) await lose(own, drill.id, LATE);
      else await measure(own, drill);
    },
  };

  async function keepReport(tenant: TenantId, report: DrillReport): Promise<void> {
    if (report.state === 'refused') {
      await lose(tenant, report.id, report.reason);
      return;
    }
    const { startedAt, fault, onset, endedAt, others } = report;
    await changeDrill(db, tenant, report.id, (kept) =>
      openDrillStates.includes(kept.state)
        ? {
            ...kept,
            state: report.state === 'over' ? 'settling' : 'running',
            startedAt,
            fault,
            others,
            ...(onset !== undefined && { onset }),
            ...(endedAt !== undefined && { endedAt }),
          }
        : kept,
    );
  }
}

const NO_MAKER =
  'nothing here can make faults: a drill runs in the demo, which npm start brings up without real data. ' +
  'In a cluster of your own use a tool such as Chaos Mesh, in a namespace that allows it: docs/drills.md says how';
const BEHIND = 'analysis is not up to date yet, so a drill would say nothing: wait until the page says that it is';
const GONE = "the demo's simulator is not running, so no fault is made: start the program again";
const ENDED = "the demo's simulator ended, and the fault with it";
const LATE = "the demo's simulator does not answer: it may still be sending its history; try again in a few minutes";

function isBegun(drill: Drill): drill is BegunDrill {
  return drill.startedAt !== undefined && drill.fault !== undefined;
}
