// The thread in which requests are decoded, mined and rolled up. Holds what each tenant's batches have taught.
import type { Entity } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { ErrorCode } from '@foreshock/model/known-error.ts';
import type { NoiseSettings } from '@foreshock/model/noise-rule.ts';
import type { RedactionCounts, RedactionSettings } from '@foreshock/model/redaction.ts';
import type { TemplateMerge } from '@foreshock/model/template-merge.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import { decompress } from '../base/compression.ts';
import { serveThreadCalls } from '../base/thread-call.ts';
import { compileSettings } from '../redaction/config.ts';
import { createRedactor, type Redactor } from '../redaction/create-redactor.ts';
import type { ReceivedRequest } from '../stream/telemetry-stream.ts';
import { type BatchTools, createBatchTools, setNoise } from './batch-tools.ts';
import { prepareBatch } from './ingest-batch.ts';

/** What a project's telemetry is searched for, and the key of its pseudonyms. */
export interface RedactionOptions {
  readonly settings: RedactionSettings;
  /** 32 bytes. */
  readonly key: Uint8Array;
}

export type IngestRequest =
  | {
      readonly do: 'open';
      readonly tenant: TenantId;
      readonly entities: readonly Entity[];
      readonly miner: Uint8Array | undefined;
      readonly redaction: RedactionOptions;
      readonly closeAfterMs: DurationMs;
    }
  /** Holds for every request prepared after it. */
  | { readonly do: 'set-redaction'; readonly tenant: TenantId; readonly redaction: RedactionOptions }
  | { readonly do: 'set-noise'; readonly tenant: TenantId; readonly settings: NoiseSettings }
  | { readonly do: 'set-merges'; readonly tenant: TenantId; readonly merges: readonly TemplateMerge[] }
  | { readonly do: 'prepare'; readonly requests: readonly ReceivedRequest[] }
  | { readonly do: 'snapshot'; readonly tenant: TenantId };

/** One of the two for each request, in order. */
export type PreparedRequest =
  | { readonly batch: IngestedBatch; readonly redacted: RedactionCounts }
  /** `fault`: where our own code threw. */
  | { readonly refused: ErrorCode; readonly fault?: string };

export type IngestAnswer =
  | { readonly did: 'open' }
  | { readonly did: 'set-redaction' }
  | { readonly did: 'set-noise' }
  | { readonly did: 'set-merges' }
  | { readonly did: 'prepare'; readonly prepared: readonly PreparedRequest[] }
  | { readonly did: 'snapshot'; readonly miner: Uint8Array };

/** The gateway's limit on a decompressed request (OTLP specification: 64 MiB recommended). */
const MAX_BODY_BYTES = 64 * 2 ** 20;

const toolsByTenant = new Map<TenantId, BatchTools>();

function toolsOf(tenant: TenantId): BatchTools {
  const tools = toolsByTenant.get(tenant);
  if (!tools) throw new Error(`ingest of ${tenant} is not open`);
  return tools;
}

function prepare(request: ReceivedRequest): PreparedRequest {
  const body = decompress(request.encoding, request.body, MAX_BODY_BYTES);
  if (!body.ok) return { refused: body.error.code };
  const tools = toolsOf(request.tenant);
  try {
    const batch = prepareBatch(request, body.value, tools);
    const redacted = tools.redactor.takeCounts();
    return batch.ok ? { batch: batch.value, redacted } : { refused: batch.error.code };
  } catch (error) {
    // A fault of ours in one request must not hold up all that come after it: it is counted and told.
    const fault = error instanceof Error ? (error.stack ?? error.message) : String(error);
    // Messages of errors may quote what they stumbled over.
    return { refused: 'internal', fault: tools.redactor.text(fault) };
  }
}

/** Settings were checked before they were kept; what cannot be used now stops ingest rather than let everything through. */
function redactorOf({ settings, key }: RedactionOptions): Redactor {
  const compiled = compileSettings(settings);
  if (!compiled.ok) throw new Error(`redaction settings cannot be used: ${compiled.error.message}`);
  return createRedactor(compiled.value, key);
}

function answer(request: IngestRequest): IngestAnswer {
  switch (request.do) {
    case 'open':
      toolsByTenant.set(
        request.tenant,
        createBatchTools(redactorOf(request.redaction), request.entities, request.miner, request.closeAfterMs),
      );
      return { did: 'open' };
    case 'set-redaction':
      toolsOf(request.tenant).redactor = redactorOf(request.redaction);
      return { did: 'set-redaction' };
    case 'set-noise':
      setNoise(toolsOf(request.tenant), request.settings);
      return { did: 'set-noise' };
    case 'set-merges':
      toolsOf(request.tenant).miner.setMerges(request.merges);
      return { did: 'set-merges' };
    case 'prepare':
      return { did: 'prepare', prepared: request.requests.map(prepare) };
    case 'snapshot':
      return { did: 'snapshot', miner: toolsOf(request.tenant).miner.snapshot() };
  }
}

serveThreadCalls<IngestRequest, IngestAnswer>((request) => ({ answer: answer(request) }));
