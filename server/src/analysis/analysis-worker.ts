// The thread in which analysis runs, so that requests are answered meanwhile. Holds one engine per tenant.
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import type { ToldNoise } from '@foreshock/model/told-noise.ts';
import type { ToldOutcome } from '@foreshock/model/told-outcome.ts';
import type { WarningPolicy } from '@foreshock/model/warning-policy.ts';
import { serveThreadCalls } from '../base/thread-call.ts';
import type { SpanFact, SpanLog } from '../store/telemetry/telemetry-store.ts';
import {
  type AnalysisEngine,
  type AnalysisOptions,
  type AnalyzedMinutes,
  createAnalysisEngine,
} from './analysis-engine.ts';
import { buildFrames, type MinutesRead } from './build-frames.ts';
import { joinSpans } from './root-cause/gather-evidence.ts';

export type AnalysisRequest =
  | {
      readonly do: 'open';
      readonly tenant: TenantId;
      readonly options: AnalysisOptions;
      readonly snapshot: Uint8Array | undefined;
    }
  | {
      readonly do: 'analyze';
      readonly tenant: TenantId;
      readonly read: MinutesRead;
      /** Those that ended in the minutes. */
      readonly spans: readonly SpanFact[];
      readonly logs: readonly SpanLog[];
      readonly closedByHand: readonly IncidentId[];
      readonly policy: WarningPolicy;
      readonly told: readonly ToldOutcome[];
      readonly toldNoise: ReadonlyMap<string, ToldNoise>;
      readonly drilled: readonly TimeRange[];
    }
  | {
      readonly do: 'explain';
      readonly tenant: TenantId;
      readonly incident: Incident;
      readonly spans: readonly SpanFact[];
      readonly logs: readonly SpanLog[];
      readonly now: Timestamp;
    }
  | {
      readonly do: 'remember';
      readonly tenant: TenantId;
      readonly spans: readonly SpanFact[];
      readonly logs: readonly SpanLog[];
      readonly until: Timestamp;
    }
  | { readonly do: 'snapshot'; readonly tenant: TenantId };

export type AnalysisAnswer =
  | { readonly did: 'open' }
  | ({ readonly did: 'analyze'; readonly following: readonly IncidentId[] } & AnalyzedMinutes)
  | { readonly did: 'explain'; readonly incident: Incident }
  | { readonly did: 'remember' }
  | { readonly did: 'snapshot'; readonly bytes: Uint8Array };

const engines = new Map<TenantId, AnalysisEngine>();

function engineOf(tenant: TenantId): AnalysisEngine {
  const engine = engines.get(tenant);
  if (!engine) throw new Error(`analysis of ${tenant} is not open`);
  return engine;
}

function answer(request: AnalysisRequest): AnalysisAnswer {
  switch (request.do) {
    case 'open':
      engines.set(request.tenant, createAnalysisEngine(request.options, request.snapshot));
      return { did: 'open' };
    case 'analyze': {
      const engine = engineOf(request.tenant);
      const analyzed = engine.analyze(
        buildFrames(request.read),
        new Set(request.closedByHand),
        joinSpans(request.spans, request.logs),
        request.policy,
        request.told,
        request.toldNoise,
        request.drilled,
      );
      return { did: 'analyze', ...analyzed, following: engine.following() };
    }
    case 'explain':
      return {
        did: 'explain',
        incident: engineOf(request.tenant).explain(
          request.incident,
          joinSpans(request.spans, request.logs),
          request.now,
        ),
      };
    case 'remember':
      engineOf(request.tenant).remember(joinSpans(request.spans, request.logs), request.until);
      return { did: 'remember' };
    case 'snapshot':
      return { did: 'snapshot', bytes: engineOf(request.tenant).snapshot() };
  }
}

serveThreadCalls<AnalysisRequest, AnalysisAnswer>((request) => ({ answer: answer(request) }));
