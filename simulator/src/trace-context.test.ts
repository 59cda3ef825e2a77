import { expect, test } from 'vitest';
import { createRandom } from './random.ts';
import { createSpanId, keptTraceId, samplingOf } from './trace-context.ts';

/** As a receiver reads it: 56 bits, right-padded with zeros. */
function thresholdOf(traceState: string): bigint {
  return BigInt(`0x${traceState.replace('ot=th:', '').padEnd(14, '0')}`);
}

test('what the threshold says is the probability that was used', () => {
  for (const probability of [1, 0.5, 0.1, 0.003, 1 / 4_217, 1e-6]) {
    const sampling = samplingOf(probability);
    const read = 1 - Number(thresholdOf(sampling.traceState)) / 2 ** 56;
    expect(read, `${probability}`).toBeCloseTo(sampling.probability, 12);
    expect(Math.abs(sampling.probability / probability - 1)).toBeLessThan(0.003);
  }
});

test('a kept trace passes the threshold that it carries', () => {
  const random = createRandom(3);
  for (const probability of [1, 0.4, 0.01, 0.0002]) {
    const sampling = samplingOf(probability);
    for (let count = 0; count < 200; count++) {
      const id = Buffer.from(keptTraceId(random, sampling));
      expect(BigInt(`0x${id.subarray(9).toString('hex')}`)).toBeGreaterThanOrEqual(thresholdOf(sampling.traceState));
    }
  }
});

test('ids do not repeat', () => {
  const random = createRandom(4);
  const ids = new Set<string>();
  for (let count = 0; count < 2_000; count++) {
    ids.add(Buffer.from(createSpanId(random)).toString('hex'));
    ids.add(Buffer.from(keptTraceId(random, samplingOf(0.001))).toString('hex'));
  }
  expect(ids.size).toBe(4_000);
});
