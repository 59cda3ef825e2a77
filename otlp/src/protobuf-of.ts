import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { protobufOfJson } from './decode-json.ts';

export type OtlpFormat = 'protobuf' | 'json';

/** The request in protobuf: itself, or what OTLP/JSON means. */
export function protobufOf(signal: Signal, format: OtlpFormat, body: Uint8Array): Result<Uint8Array> {
  return format === 'json' ? protobufOfJson(signal, body) : success(body);
}
