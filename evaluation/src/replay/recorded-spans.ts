import { join } from 'node:path';
import type { Span } from '@foreshock/otlp/telemetry-to-send.ts';
import { readCsvRows } from '../read-csv.ts';
import type { RecordedDay } from './recorded-system.ts';

export interface RecordedSpan {
  /** Hex. */
  readonly traceId: string;
  readonly pod: string;
  readonly span: Span;
}

/** Indices into `spanKinds` of the model. */
const INTERNAL = 1;
const SERVER = 2;
const CLIENT = 3;

/**
 * The spans of neighboring minute files. The recorder left out kinds: a span whose parent ran in another pod, or that has
 * none, served a request; one with a child in another pod sent one.
 */
export function readSpans(day: RecordedDay, minutes: readonly string[]): RecordedSpan[] {
  const rows = minutes.flatMap((minute) => readCsvRows(join(day.folder, 'traces', `${minute}.csv.gz`)).slice(1));
  const podOfSpan = new Map<string, string>();
  for (const [trace, span, , pod] of rows) podOfSpan.set(`${trace}${span}`, pod!);
  const calling = new Set<string>();
  for (const [trace, , parent, pod] of rows) {
    const parentPod = podOfSpan.get(`${trace}${parent}`);
    if (parentPod !== undefined && parentPod !== pod) calling.add(`${trace}${parent}`);
  }
  return rows.map(([trace, span, parent, pod, operation, start, end]) => {
    const isRoot = parent === 'root';
    const parentPod = podOfSpan.get(`${trace}${parent}`);
    const serves = isRoot || (parentPod !== undefined && parentPod !== pod);
    return {
      traceId: trace!,
      pod: pod!,
      span: {
        traceId: Buffer.from(trace!, 'hex'),
        spanId: Buffer.from(span!, 'hex'),
        ...(!isRoot && { parentSpanId: Buffer.from(parent!, 'hex') }),
        name: operation!,
        kind: serves ? SERVER : calling.has(`${trace}${span}`) ? CLIENT : INTERNAL,
        startTimeUnixNano: BigInt(start!),
        endTimeUnixNano: BigInt(end!),
      },
    };
  });
}
