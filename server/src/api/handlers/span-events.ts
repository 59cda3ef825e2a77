interface SpanEventView {
  readonly startMs: number;
  readonly name: string;
  readonly attributes: { key: string; value: string; kind: string }[];
}

/** Span events from their kept OTLP/JSON text; unreadable text gives none. `zero`: start of the trace in nanoseconds. */
export function readSpanEvents(text: string, zero: bigint): SpanEventView[] {
  const parsed = parseList(text);
  const views: SpanEventView[] = [];
  for (const event of parsed) {
    if (!isRecord(event)) continue;
    const nanos = event.timeUnixNano;
    const time = typeof nanos === 'string' && /^\d{1,20}$/.test(nanos) ? BigInt(nanos) : zero;
    const attributes = Array.isArray(event.attributes) ? event.attributes : [];
    views.push({
      startMs: Number(time - zero) / 1e6,
      name: typeof event.name === 'string' ? event.name : '',
      attributes: attributes
        .filter(isRecord)
        .map((attribute) => ({ key: String(attribute.key ?? ''), ...readValue(attribute.value) })),
    });
  }
  return views;
}

function parseList(text: string): unknown[] {
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    // Kept text that does not parse was cut by a limit: the span is shown without its events.
    return [];
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const KINDS: Readonly<Record<string, string>> = {
  stringValue: 'string',
  intValue: 'int',
  doubleValue: 'double',
  boolValue: 'bool',
  arrayValue: 'array',
  kvlistValue: 'map',
  bytesValue: 'bytes',
};

function readValue(value: unknown): { value: string; kind: string } {
  if (!isRecord(value)) return { value: '', kind: 'empty' };
  for (const [field, kind] of Object.entries(KINDS)) {
    const found = value[field];
    if (found === undefined) continue;
    return { value: typeof found === 'object' ? JSON.stringify(found) : String(found), kind };
  }
  return { value: '', kind: 'empty' };
}
