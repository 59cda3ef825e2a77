/** Log columns as decoded, for tests, and records as they stand in columns. */
import { valueKinds } from '@foreshock/model/attributes.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { decodeLogs } from '@foreshock/otlp/decode-logs.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import type { AttributesToSend, LogRecord } from '@foreshock/otlp/telemetry-to-send.ts';

export function decodedLogs(
  records: readonly LogRecord[],
  receivedAt: Timestamp,
  resource: AttributesToSend = { 'service.name': 'cart' },
): LogColumns {
  const decoded = decodeLogs(encodeLogs([{ resource, scopes: [{ records }] }]), receivedAt);
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.columns;
}

export interface ReadLog {
  readonly body: string;
  readonly severity: number;
  readonly severityText: string;
  readonly time: bigint;
  readonly traceId: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Attributes as `kind value`. */
export function readLogs(columns: LogColumns): ReadLog[] {
  return Array.from({ length: columns.count }, (_, row) => {
    const attributes: [string, string][] = [];
    for (let at = columns.attributes.first[row]!; at < columns.attributes.first[row + 1]!; at++) {
      const kind = valueKinds[columns.attributes.kind[at]!]!;
      attributes.push([
        columns.attributes.keys[columns.attributes.key[at]!]!,
        `${kind} ${textAt(columns.attributes.text, at)}`,
      ]);
    }
    return {
      body: textAt(columns.body, row),
      severity: columns.severityNumber[row]!,
      severityText: textAt(columns.severityText, row),
      time: columns.timeUnixNano[row]!,
      traceId: Buffer.from(columns.traceId.subarray(row * 16, row * 16 + 16)).toString('hex'),
      attributes: Object.fromEntries(attributes),
    };
  });
}
