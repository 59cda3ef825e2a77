import type { AttributesToSend, ResourceGroup } from '@foreshock/otlp/telemetry-to-send.ts';

/** What a record came from. The same object for the same source, so that records group by it. */
export interface Source {
  readonly resource: AttributesToSend;
  readonly scopeName: string;
}

export interface Emitted<T> {
  readonly source: Source;
  readonly record: T;
}

/** Unix milliseconds, fractions of microseconds and below rounded away, as OTLP writes times. */
export function nanos(time: number): bigint {
  return BigInt(Math.round(time * 1_000)) * 1_000n;
}

/** One group per resource, and in it one per scope, in the order of their first record. */
export function groupBySource<T>(emitted: readonly Emitted<T>[]): ResourceGroup<T>[] {
  const byResource = new Map<Source['resource'], Map<string, T[]>>();
  for (const { source, record } of emitted) {
    let scopes = byResource.get(source.resource);
    if (!scopes) {
      scopes = new Map();
      byResource.set(source.resource, scopes);
    }
    const records = scopes.get(source.scopeName);
    if (records) records.push(record);
    else scopes.set(source.scopeName, [record]);
  }
  return [...byResource].map(([resource, scopes]) => ({
    resource,
    scopes: [...scopes].map(([name, records]) => ({ name, records })),
  }));
}
