import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import { parseTenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { BatchTools } from '@foreshock/server/ingest/batch-tools.ts';
import { prepareBatch } from '@foreshock/server/ingest/ingest-batch.ts';
import type { Step } from '@foreshock/simulator/create-cluster.ts';
import { encodeSteps } from '@foreshock/simulator/encode-step.ts';

const TENANT = parseTenantId('evaluation')!;

/** What the simulator would send of these steps, through the product's own ingest. */
export function ingestSteps(steps: readonly Step[], receivedAt: Timestamp, tools: BatchTools): IngestedBatch[] {
  return encodeSteps(steps).map(({ signal, body }) => {
    const request = {
      tenant: TENANT,
      signal,
      format: 'protobuf' as const,
      encoding: 'identity' as const,
      receivedAt,
      refused: 0,
      body,
    };
    const batch = prepareBatch(request, body, tools);
    if (!batch.ok) throw new Error(`the simulator sent what ingest refuses: ${batch.error.message}`);
    return batch.value;
  });
}
