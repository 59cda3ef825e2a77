// The thread in which requests are decoded, mined and rolled up. Holds what each tenant's batches have taught.
import type { Entity } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { decompress } from '../base/compression.ts';
import { serveThreadCalls } from '../base/thread-call.ts';
import type { ReceivedRequest } from '../stream/telemetry-stream.ts';
import { type BatchTools, createBatchTools } from './batch-tools.ts';
import { prepareBatch } from './ingest-batch.ts';

export type IngestRequest =
  | {
      readonly do: 'open';
      readonly tenant: TenantId;
      readonly entities: readonly Entity[];
      readonly miner: Uint8Array | undefined;
    }
  | { readonly do: 'prepare'; readonly requests: readonly ReceivedRequest[] }
  | { readonly do: 'snapshot'; readonly tenant: TenantId };

/** One of the two for each request, in order. */
export type PreparedRequest =
  | { readonly batch: IngestedBatch }
  /** `fault`: where our own code threw. */
  | { readonly refused: string; readonly fault?: string };

export type IngestAnswer =
  | { readonly did: 'open' }
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
    return batch.ok ? { batch: batch.value } : { refused: batch.error.code };
  } catch (error) {
    // A fault of ours in one request must not hold up all that come after it: it is counted and told.
    return { refused: 'internal', fault: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

function answer(request: IngestRequest): IngestAnswer {
  switch (request.do) {
    case 'open':
      toolsByTenant.set(request.tenant, createBatchTools(request.entities, request.miner));
      return { did: 'open' };
    case 'prepare':
      return { did: 'prepare', prepared: request.requests.map(prepare) };
    case 'snapshot':
      return { did: 'snapshot', miner: toolsOf(request.tenant).miner.snapshot() };
  }
}

serveThreadCalls<IngestRequest, IngestAnswer>((request) => ({ answer: answer(request) }));
