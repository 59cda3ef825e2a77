import { ByteWriter } from './byte-writer.ts';
import {
  writeAttributes,
  writeBytes,
  writeFixed32,
  writeGroups,
  writeText,
  writeTime,
  writeUint32,
} from './encode-common.ts';
import type { ResourceGroup, Span, SpanEvent, SpanLink } from './telemetry-to-send.ts';

/** An ExportTraceServiceRequest in protobuf. */
export function encodeTraces(groups: readonly ResourceGroup<Span>[]): Uint8Array {
  return writeGroups(new ByteWriter(65_536), groups, writeSpan);
}

function writeSpan(out: ByteWriter, span: Span): void {
  writeBytes(out, 0x0a, span.traceId);
  writeBytes(out, 0x12, span.spanId);
  writeText(out, 0x1a, span.traceState);
  writeBytes(out, 0x22, span.parentSpanId);
  writeText(out, 0x2a, span.name);
  writeUint32(out, 0x30, span.kind);
  writeTime(out, 0x39, span.startTimeUnixNano);
  writeTime(out, 0x41, span.endTimeUnixNano);
  writeAttributes(out, 0x4a, span.attributes);
  for (const event of span.events ?? []) writeEvent(out, event);
  for (const link of span.links ?? []) writeLink(out, link);
  if (span.statusCode || span.statusMessage) {
    out.byte(0x7a);
    const start = out.open();
    writeText(out, 0x12, span.statusMessage);
    writeUint32(out, 0x18, span.statusCode);
    out.close(start);
  }
  writeFixed32(out, 0x85, span.flags);
}

function writeEvent(out: ByteWriter, event: SpanEvent): void {
  out.byte(0x5a);
  const start = out.open();
  writeTime(out, 0x09, event.timeUnixNano);
  writeText(out, 0x12, event.name);
  writeAttributes(out, 0x1a, event.attributes);
  out.close(start);
}

function writeLink(out: ByteWriter, link: SpanLink): void {
  out.byte(0x6a);
  const start = out.open();
  writeBytes(out, 0x0a, link.traceId);
  writeBytes(out, 0x12, link.spanId);
  writeText(out, 0x1a, link.traceState);
  writeAttributes(out, 0x22, link.attributes);
  writeFixed32(out, 0x35, link.flags);
  out.close(start);
}
