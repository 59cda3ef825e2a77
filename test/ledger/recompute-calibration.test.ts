// Product N-02: whoever has the exported ledger gets every figure of the calibration with a short script of its own.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CalibrationQuestion } from '@foreshock/model/calibration.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import { START, type TestCall, testLedger } from '@foreshock/server/analysis/ledger-rows.test-support.ts';
import { countOutcomes, scoreLedger } from '@foreshock/server/analysis/scoring/score-ledger.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProgram } from '../support/run-program.ts';

const SCRIPT = fileURLToPath(new URL('../../docs/recompute-calibration.mjs', import.meta.url));
/** Two ways through the incomplete beta function. */
const BOUND_DIGITS = 9;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'foreshock-recompute-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Bounds {
  low?: number;
  high?: number;
}

async function recompute(rows: readonly LedgerRow[], question: object): Promise<Record<string, unknown>> {
  const file = join(directory, 'ledger.jsonl');
  writeFileSync(file, rows.map((row) => JSON.stringify(row)).join('\n'));
  const { ended, output } = runProgram(process.execPath, [SCRIPT, file, JSON.stringify(question)]);
  if ((await ended) !== 0) throw new Error(output());
  return JSON.parse(output());
}

/** Takes the bounds of intervals out and gives them, so that all else can be compared to the last digit. */
function takeBounds(figures: Record<string, unknown>): number[] {
  const lists = [figures.equalWidth, figures.equalMass, figures.points] as Bounds[][];
  return lists.flat().flatMap((one) => {
    const bounds = [one.low!, one.high!];
    delete one.low;
    delete one.high;
    return bounds;
  });
}

const testCall: fc.Arbitrary<TestCall> = fc
  .record({
    said: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
    outcome: fc.constantFrom('hit', 'miss', 'acted', 'undecidable', 'pending'),
    lead: fc.integer({ min: 4, max: 300 }),
    failure: fc.constantFrom('disk_full', 'pool_exhausted'),
    entity: fc.constantFrom('a', 'b', 'c'),
    weight: fc.constantFrom(1, 30, 200),
    shown: fc.boolean(),
    warned: fc.boolean(),
    horizon: fc.constantFrom(HOUR, 4 * HOUR),
    told: fc.array(
      fc.tuple(
        fc.constantFrom('ada', 'bob', 'eve'),
        fc.constantFrom('hit', 'miss', 'acted', 'nothing'),
        fc.integer({ min: 0, max: 300 }),
      ),
      { maxLength: 3 },
    ),
  })
  .map(({ lead, ...call }) => ({ ...call, ...((call.outcome === 'hit' || lead < 60) && { lead }) }) as TestCall);

test('the script recomputes every figure from any ledger, for any question', async () => {
  const questions: Partial<CalibrationQuestion>[] = [
    {},
    { scope: 'all' },
    { failure: 'disk_full' },
    { entity: 'a' as never, horizon: HOUR },
    { scope: 'all', range: { from: START + 3 * HOUR, to: START + 20 * HOUR } },
  ];
  const ledger = fc.tuple(fc.array(testCall, { maxLength: 60 }), fc.integer({ min: 0, max: 5 }));
  await fc.assert(
    fc.asyncProperty(ledger, fc.constantFrom(...questions), async ([calls, unpredicted], question) => {
      const rows = testLedger(calls, unpredicted);
      const asked = { scope: 'shown' as const, range: { from: START - DAY, to: START + 9 * DAY }, ...question };
      const ends = rows.length > 0 ? [rows[0]!, rows.at(-1)!] : [];
      const own = scoreLedger(rows, ends, asked);
      const { range, ...rest } = asked;
      const recomputed = await recompute(rows, { ...rest, ...range });
      // As JSON, where what is absent is absent.
      const expected = JSON.parse(JSON.stringify({ ...own, calls: countOutcomes(own.calls) }));
      const ours = takeBounds(expected);
      const theirs = takeBounds(recomputed);
      expect(recomputed).toEqual(expected);
      expect(theirs).toHaveLength(ours.length);
      for (const [index, bound] of ours.entries()) expect(theirs[index]).toBeCloseTo(bound, BOUND_DIGITS);
    }),
    { numRuns: 25 },
  );
}, 180_000);
