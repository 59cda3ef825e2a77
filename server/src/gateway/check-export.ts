import type { Result } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { type CheckedRequest, checkRequest } from '@foreshock/otlp/check-request.ts';
import type { OtlpFormat } from '@foreshock/otlp/protobuf-of.ts';
import { type ContentEncoding, decompress, freeDecompressed } from '../base/compression.ts';

/** What a check worker is asked. The memory of `body` goes with it and comes back in the answer. */
export interface CheckCall {
  readonly signal: Signal;
  readonly format: OtlpFormat;
  readonly encoding: ContentEncoding;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly maxBytes: number;
}

/** `thrown`: the stack of a bug in the check, met with these bytes. */
export type CheckAnswer = { readonly body: Uint8Array<ArrayBuffer> } & (
  | { readonly checked: Result<CheckedRequest>; readonly thrown?: never }
  | { readonly thrown: string; readonly checked?: never }
);

/** Decompresses and walks the request; the bytes themselves stay as they came. */
export function checkExport({ signal, format, encoding, body, maxBytes }: CheckCall): CheckAnswer {
  try {
    const plain = decompress(encoding, body, maxBytes);
    if (!plain.ok) return { body, checked: plain };
    const checked = checkRequest(signal, format, plain.value);
    if (plain.value !== body) freeDecompressed(plain.value);
    return { body, checked };
  } catch (error) {
    return { body, thrown: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
