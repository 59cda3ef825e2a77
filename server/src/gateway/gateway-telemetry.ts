import type { Result } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import type { CheckedRequest } from '@foreshock/otlp/check-request.ts';
import { DURATION_BOUNDS, type SelfTelemetry } from '../base/self-telemetry.ts';

/** What the gateway counts of itself. */
export interface GatewayTelemetry {
  received(signal: Signal, bytes: number): void;
  /** Without a tenant: of somebody who was not let in. */
  answered(signal: Signal, tenant: TenantId | undefined, outcome: Result<CheckedRequest>, duration: DurationMs): void;
}

export function createGatewayTelemetry(telemetry: SelfTelemetry): GatewayTelemetry {
  const bytes = telemetry.counter('foreshock.gateway.received', {
    unit: 'By',
    description: 'Bytes of request bodies as sent.',
  });
  const requests = telemetry.counter('foreshock.gateway.requests', {
    unit: '{request}',
    description: 'Requests answered, by project and outcome: accepted, or the code of the error.',
  });
  const records = telemetry.counter('foreshock.gateway.records', {
    unit: '{record}',
    description: 'Log records, spans and data points of accepted requests, by outcome: accepted or refused.',
  });
  const duration = telemetry.histogram('foreshock.gateway.request.duration', {
    unit: 's',
    description: 'From the headers of a request to its answer.',
    bounds: DURATION_BOUNDS,
  });
  return {
    received: (signal, count) => bytes.add(count, { signal }),
    answered: (signal, tenant, outcome, durationMs) => {
      const labels = { signal, ...(tenant !== undefined && { tenant }) };
      requests.add(1, { ...labels, outcome: outcome.ok ? 'accepted' : outcome.error.code });
      duration.record(durationMs / 1_000, { signal });
      if (!outcome.ok) return;
      records.add(outcome.value.records - outcome.value.refused, { ...labels, outcome: 'accepted' });
      records.add(outcome.value.refused, { ...labels, outcome: 'refused' });
    },
  };
}
