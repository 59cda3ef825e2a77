import { ByteWriter } from './byte-writer.ts';
import {
  writeAttributes,
  writeBytes,
  writeFixed32,
  writeGroups,
  writeText,
  writeTime,
  writeUint32,
  writeValue,
} from './encode-common.ts';
import type { LogRecord, ResourceGroup } from './telemetry-to-send.ts';

/** An ExportLogsServiceRequest in protobuf. */
export function encodeLogs(groups: readonly ResourceGroup<LogRecord>[]): Uint8Array {
  return writeGroups(new ByteWriter(65_536), groups, writeLogRecord);
}

function writeLogRecord(out: ByteWriter, record: LogRecord): void {
  writeTime(out, 0x09, record.timeUnixNano);
  writeUint32(out, 0x10, record.severityNumber);
  writeText(out, 0x1a, record.severityText);
  if (record.body !== undefined) writeValue(out, 0x2a, record.body);
  writeAttributes(out, 0x32, record.attributes);
  writeFixed32(out, 0x45, record.flags);
  writeBytes(out, 0x4a, record.traceId);
  writeBytes(out, 0x52, record.spanId);
  writeTime(out, 0x59, record.observedTimeUnixNano);
  writeText(out, 0x62, record.eventName);
}
