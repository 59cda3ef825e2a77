import { ByteWriter } from './byte-writer.ts';
import {
  writeAttributes,
  writeBytes,
  writeCount,
  writeDouble,
  writeGroups,
  writeSigned,
  writeText,
  writeTime,
  writeUint32,
} from './encode-common.ts';
import type {
  Exemplar,
  ExponentialCounts,
  ExponentialPoint,
  HistogramPoint,
  Metric,
  NumberPoint,
  ResourceGroup,
  SummaryPoint,
} from './telemetry-to-send.ts';

const TWO_32 = 4_294_967_296;

/** An ExportMetricsServiceRequest in protobuf. */
export function encodeMetrics(groups: readonly ResourceGroup<Metric>[]): Uint8Array {
  return writeGroups(new ByteWriter(65_536), groups, writeMetric);
}

function writeMetric(out: ByteWriter, metric: Metric): void {
  writeText(out, 0x0a, metric.name);
  writeText(out, 0x12, metric.description);
  writeText(out, 0x1a, metric.unit);
  out.byte(dataTags[metric.type]);
  const start = out.open();
  switch (metric.type) {
    case 'gauge':
      for (const point of metric.points) writeNumberPoint(out, point);
      break;
    case 'sum':
      for (const point of metric.points) writeNumberPoint(out, point);
      writeUint32(out, 0x10, metric.temporality);
      writeUint32(out, 0x18, metric.monotonic ? 1 : 0);
      break;
    case 'histogram':
      for (const point of metric.points) writeHistogramPoint(out, point);
      writeUint32(out, 0x10, metric.temporality);
      break;
    case 'exponential-histogram':
      for (const point of metric.points) writeExponentialPoint(out, point);
      writeUint32(out, 0x10, metric.temporality);
      break;
    case 'summary':
      for (const point of metric.points) writeSummaryPoint(out, point);
  }
  out.close(start);
}

const dataTags = {
  gauge: 0x2a,
  sum: 0x3a,
  histogram: 0x4a,
  'exponential-histogram': 0x52,
  summary: 0x5a,
} as const satisfies Record<Metric['type'], number>;

function writeNumberPoint(out: ByteWriter, point: NumberPoint): void {
  out.byte(0x0a);
  const start = out.open();
  writeTime(out, 0x11, point.startTimeUnixNano);
  writeTime(out, 0x19, point.timeUnixNano);
  writeNumber(out, 0x21, 0x31, point.value);
  for (const exemplar of point.exemplars ?? []) writeExemplar(out, 0x2a, exemplar);
  writeAttributes(out, 0x3a, point.attributes);
  writeUint32(out, 0x40, point.flags);
  out.close(start);
}

/** A member of a oneof: 0 is written too. */
function writeNumber(out: ByteWriter, doubleTag: number, intTag: number, value: number | bigint | undefined): void {
  if (typeof value === 'bigint') {
    out.byte(intTag);
    out.fixed64Of(BigInt.asUintN(64, value));
  } else writeDouble(out, doubleTag, value);
}

function writeHistogramPoint(out: ByteWriter, point: HistogramPoint): void {
  out.byte(0x0a);
  const start = out.open();
  writeTime(out, 0x11, point.startTimeUnixNano);
  writeTime(out, 0x19, point.timeUnixNano);
  writeCount(out, 0x21, point.count);
  writeDouble(out, 0x29, point.sum);
  if (point.counts.length > 0) {
    out.byte(0x32);
    out.varint32(point.counts.length * 8);
    for (const count of point.counts) out.fixed64(count % TWO_32, Math.floor(count / TWO_32));
  }
  if (point.bounds.length > 0) {
    out.byte(0x3a);
    out.varint32(point.bounds.length * 8);
    for (const bound of point.bounds) out.double(bound);
  }
  for (const exemplar of point.exemplars ?? []) writeExemplar(out, 0x42, exemplar);
  writeAttributes(out, 0x4a, point.attributes);
  writeUint32(out, 0x50, point.flags);
  out.close(start);
}

function writeExponentialPoint(out: ByteWriter, point: ExponentialPoint): void {
  out.byte(0x0a);
  const start = out.open();
  writeAttributes(out, 0x0a, point.attributes);
  writeTime(out, 0x11, point.startTimeUnixNano);
  writeTime(out, 0x19, point.timeUnixNano);
  writeCount(out, 0x21, point.count);
  writeDouble(out, 0x29, point.sum);
  writeSigned(out, 0x30, point.scale);
  writeCount(out, 0x39, point.zeroCount);
  writeSide(out, 0x42, point.positive);
  writeSide(out, 0x4a, point.negative);
  writeUint32(out, 0x50, point.flags);
  for (const exemplar of point.exemplars ?? []) writeExemplar(out, 0x5a, exemplar);
  writeDouble(out, 0x71, point.zeroThreshold);
  out.close(start);
}

function writeSide(out: ByteWriter, tag: number, side: ExponentialCounts | undefined): void {
  if (side === undefined) return;
  out.byte(tag);
  const start = out.open();
  writeSigned(out, 0x08, side.offset);
  out.byte(0x12);
  const counts = out.open();
  for (const count of side.counts) out.varint64(count % TWO_32, Math.floor(count / TWO_32));
  out.close(counts);
  out.close(start);
}

function writeSummaryPoint(out: ByteWriter, point: SummaryPoint): void {
  out.byte(0x0a);
  const start = out.open();
  writeTime(out, 0x11, point.startTimeUnixNano);
  writeTime(out, 0x19, point.timeUnixNano);
  writeCount(out, 0x21, point.count);
  writeDouble(out, 0x29, point.sum);
  for (const { quantile, value } of point.quantiles) {
    out.byte(0x32);
    const pair = out.open();
    writeDouble(out, 0x09, quantile);
    writeDouble(out, 0x11, value);
    out.close(pair);
  }
  writeAttributes(out, 0x3a, point.attributes);
  writeUint32(out, 0x40, point.flags);
  out.close(start);
}

function writeExemplar(out: ByteWriter, tag: number, exemplar: Exemplar): void {
  out.byte(tag);
  const start = out.open();
  writeTime(out, 0x11, exemplar.timeUnixNano);
  writeNumber(out, 0x19, 0x31, exemplar.value);
  writeBytes(out, 0x22, exemplar.spanId);
  writeBytes(out, 0x2a, exemplar.traceId);
  writeAttributes(out, 0x3a, exemplar.attributes);
  out.close(start);
}
