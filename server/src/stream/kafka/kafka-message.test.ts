import { expect, test } from 'vitest';
import { sha256 } from '../../base/crypto/digest.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { requestOf } from '../telemetry-stream.contract.ts';
import { createMessageOpener, createMessageSealer, messageBytes } from './kafka-message.ts';

const keys = createKeyRing(new Uint8Array(32).fill(7));
const request = requestOf('a secret that stands nowhere');
const digest = sha256(request.body);

test('a message opens to the request that was sealed, and says no word of it', () => {
  const seal = createMessageSealer(keys);
  const open = createMessageOpener(keys);
  const values = [seal(request, digest), seal(request, digest)];
  expect(values[0]!.equals(values[1]!)).toBe(false);
  for (const value of values) {
    expect(value.length).toBe(messageBytes(request));
    expect(value.includes('secret')).toBe(false);
    const opened = open(value);
    if (typeof opened === 'string') throw new Error(opened);
    expect({ ...opened.request, body: Buffer.from(opened.request.body).toString() }).toEqual({
      ...request,
      body: 'a secret that stands nowhere',
    });
    expect(Buffer.from(opened.digest).equals(digest)).toBe(true);
  }
});

test('a message with one flipped bit, cut, or strange opens to nothing', () => {
  const open = createMessageOpener(keys);
  const value = createMessageSealer(keys)(request, digest);
  for (let at = 0; at < value.length; at += 1) {
    const flipped = Buffer.from(value);
    flipped[at]! ^= 16;
    expect(typeof open(flipped), `byte ${at}`).toBe('string');
  }
  for (const strange of [
    null,
    Buffer.alloc(0),
    Buffer.from('{}'),
    value.subarray(0, 60),
    Buffer.concat([value, value]),
  ]) {
    expect(open(strange)).toBe('damaged');
  }
  expect(typeof open(value)).not.toBe('string');
});

test('a message of another master key is told from a damaged one', () => {
  const value = createMessageSealer(createKeyRing(new Uint8Array(32).fill(8)))(request, digest);
  expect(createMessageOpener(keys)(value)).toBe('wrong-key');
});
