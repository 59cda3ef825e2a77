import { signals } from '@foreshock/model/telemetry.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryRequests, requestNames } from '../../test/support/otlp-arbitrary.ts';
import { decodeWithLibrary, encodeWithLibrary } from '../../test/support/otlp-proto.ts';
import { otlpJsonOf, receivedAt, referenceRows } from '../../test/support/otlp-reference.ts';
import { rowsOf } from '../../test/support/otlp-rows.ts';
import { checkRequest } from './check-request.ts';
import { decodeRequest } from './decode-request.ts';

const encoder = new TextEncoder();

/** `JSON.stringify` forgets the sign of zero; as a string it is legal in OTLP/JSON. */
function keepMinusZero(_name: string, value: unknown): unknown {
  return Object.is(value, -0) ? '-0' : value;
}

for (const signal of signals) {
  test(`${signal} are decoded field by field as a library decodes them`, () => {
    fc.assert(
      fc.property(arbitraryRequests[signal], (request) => {
        const body = encodeWithLibrary(requestNames[signal], request);
        const decoded = decodeRequest(signal, 'protobuf', body, receivedAt);
        if (!decoded.ok) throw new Error(decoded.error.message);
        expect(rowsOf(decoded.value.columns)).toEqual(referenceRows(signal, body));
      }),
      { numRuns: 150 },
    );
  });

  test(`${signal} in JSON give the same rows and refusals as in protobuf`, () => {
    fc.assert(
      fc.property(arbitraryRequests[signal], (request) => {
        const body = encodeWithLibrary(requestNames[signal], request);
        const json = JSON.stringify(otlpJsonOf(decodeWithLibrary(requestNames[signal], body)), keepMinusZero);
        const ofProtobuf = decodeRequest(signal, 'protobuf', body, receivedAt);
        const ofJson = decodeRequest(signal, 'json', encoder.encode(json), receivedAt);
        if (!ofProtobuf.ok || !ofJson.ok) throw new Error('not decoded');
        expect(rowsOf(ofJson.value.columns)).toEqual(rowsOf(ofProtobuf.value.columns));
        expect(ofJson.value.refused).toBe(ofProtobuf.value.refused);
        expect(ofJson.value.reasons).toEqual(ofProtobuf.value.reasons);
      }),
      { numRuns: 100 },
    );
  });

  test(`whatever damage ${signal} have, nothing is thrown, and the check says what the decoder says`, () => {
    const damage = fc.array(fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }), { maxLength: 3 });
    fc.assert(
      fc.property(arbitraryRequests[signal], damage, fc.option(fc.nat()), (request, changes, cut) => {
        const body = encodeWithLibrary(requestNames[signal], request).slice();
        for (const { at, byte } of changes) if (body.length > 0) body[at % body.length] = byte;
        expectAgreement(signal, body.subarray(0, cut === null ? body.length : cut % (body.length + 1)));
      }),
      { numRuns: 400 },
    );
  });

  test(`random bytes as ${signal} throw nothing, in either format`, () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (body) => {
        expectAgreement(signal, body);
        decodeRequest(signal, 'json', body, receivedAt);
      }),
      { numRuns: 300 },
    );
  });
}

function expectAgreement(signal: (typeof signals)[number], body: Uint8Array): void {
  const decoded = decodeRequest(signal, 'protobuf', body, receivedAt);
  const checked = checkRequest(signal, 'protobuf', body);
  if (!decoded.ok || !checked.ok) {
    expect(checked.ok).toBe(decoded.ok);
    return;
  }
  const { columns, refused, reasons } = decoded.value;
  const records = columns.count + refused;
  expect(checked.value).toMatchObject({ records, refused });
  // Behind them it may say what the sender alone needs to know.
  expect(checked.value.reason.startsWith(reasons.join('; '))).toBe(true);
  // Every slice can be read.
  rowsOf(columns);
}
