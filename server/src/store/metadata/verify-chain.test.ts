import type { TenantId } from '@foreshock/model/tenant.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChainHead, type ChainRow, genesisHash, linkHash } from './hash-chain.ts';
import { MAX_FAULTS, verifyChain } from './verify-chain.ts';

type Row = ChainRow<{ text: string }>;

const genesis = genesisHash('ledger', 'acme' as TenantId);

function chain(length: number, textOf = (sequence: number) => `row ${sequence}`): Row[] {
  const rows: Row[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const previousHash = rows.at(-1)?.hash ?? genesis;
    const linked = { sequence, time: sequence * 1_000, entry: { text: textOf(sequence) }, previousHash };
    rows.push({ ...linked, hash: linkHash(linked) });
  }
  return rows;
}

const headOf = (rows: readonly Row[]): ChainHead => ({ sequence: rows.length, hash: rows.at(-1)!.hash });

async function verdict(rows: readonly ChainRow<unknown>[], anchors: readonly ChainHead[] = []) {
  return verifyChain(
    genesis,
    (async function* () {
      yield* rows;
    })(),
    anchors,
  );
}

/** `edited 3`, `removed 3-4`. */
async function faultsOf(rows: readonly ChainRow<unknown>[], anchors: readonly ChainHead[]): Promise<string[]> {
  const { faults } = await verdict(rows, anchors);
  return faults.map(({ fault, from, to }) => `${fault} ${from === to ? from : `${from}-${to}`}`);
}

/** The row that stands at a place, its content changed and its hash made to fit. */
function forged(row: Row): Row {
  const linked = { ...row, entry: { text: 'forged' } };
  return { ...linked, hash: linkHash(linked) };
}

const movedTo = (row: Row, sequence: number): Row => ({ ...row, sequence });

test('a chain as it was written is intact, and so is an empty one', async () => {
  const rows = chain(5);
  const sound = { intact: true, faults: [], faultCount: 0 };
  expect(await verdict(rows)).toEqual({ ...sound, rows: 5, head: headOf(rows) });
  expect(await verdict([])).toEqual({ ...sound, rows: 0, head: { sequence: 0, hash: genesis } });
});

test('every kind of tampering names its rows', async () => {
  const rows = chain(6);
  const [one, two, three, four, five, six] = rows as [Row, Row, Row, Row, Row, Row];
  const check = async (tampered: readonly Row[], ...expected: string[]) =>
    expect(await faultsOf(tampered, [headOf(rows)]), expected.join()).toEqual(expected);
  await check([one, two, { ...three, entry: { text: 'other' } }, four, five, six], 'edited 3');
  await check([one, { ...two, time: 1 }, three, four, five, six], 'edited 2');
  await check([one, two, three, { ...four, hash: six.hash }, five, six], 'edited 4');
  await check([one, two, { ...three, previousHash: six.hash }, four, five, six], 'edited 3');
  await check([one, two, forged(three), four, five, six], 'edited 3');
  await check([forged(one), two, three, four, five, six], 'edited 1');
  await check([one, two, three, four, five, forged(six)], 'edited 1-6');
  await check([two, three, four, five, six], 'removed 1');
  await check([one, two, five, six], 'removed 3-4');
  await check([one, two, movedTo(four, 3), movedTo(three, 4), five, six], 'reordered 3', 'reordered 4');
  await check([one, movedTo(five, 2), three, four, movedTo(two, 5), six], 'reordered 2', 'reordered 5');
  await check([movedTo(one, 0), ...rows], 'added 0');
  await check([one, two, three], 'cut 4-6');
  await check([], 'cut 1-6');
});

test('several faults are all named, by place', async () => {
  const rows = chain(12);
  const tampered = rows
    .map((row) => (row.sequence === 2 ? { ...row, time: 5 } : row.sequence === 9 ? forged(row) : row))
    .filter(({ sequence }) => sequence !== 5 && sequence < 11);
  expect(await faultsOf(tampered, [headOf(rows)])).toEqual(['edited 2', 'removed 5', 'edited 9', 'cut 11-12']);
});

test('rows rewritten with right hashes are told by the anchors around them', async () => {
  const rows = chain(9);
  const rewritten = chain(9, (sequence) => (sequence < 5 ? `row ${sequence}` : 'better'));
  const anchors = [headOf(rows.slice(0, 3)), headOf(rows.slice(0, 7)), headOf(rows)];
  expect(await faultsOf(rewritten, anchors)).toEqual(['edited 4-7', 'edited 8-9']);
  expect((await verdict(rewritten, [headOf(rewritten)])).intact).toBe(true);
});

test('rows that came after the newest anchor are nothing to complain about', async () => {
  const rows = chain(9);
  expect((await verdict(rows, [headOf(rows.slice(0, 4))])).intact).toBe(true);
});

test('a long list of faults is cut and counted', async () => {
  const rows = chain(2 * MAX_FAULTS).map((row) => ({ ...row, time: 0 }));
  const { faults, faultCount } = await verdict(rows);
  expect([faults.length, faultCount]).toEqual([MAX_FAULTS, 2 * MAX_FAULTS]);
});

test('whatever single row is touched in whatever way, its number is named and no other', async () => {
  const rows = chain(8);
  const acts = ['entry', 'time', 'hash', 'previousHash', 'forged', 'removed'] as const;
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.constantFrom(...acts), async (place, act) => {
      const tampered = rows.flatMap((row): Row[] => {
        if (row.sequence !== place) return [row];
        if (act === 'removed') return [];
        if (act === 'forged') return [forged(row)];
        const touched = { entry: { text: '' }, time: -1, hash: 'f'.repeat(64), previousHash: 'f'.repeat(64) };
        return [{ ...row, [act]: touched[act] }];
      });
      const expected = act === 'removed' ? (place === 8 ? 'cut' : 'removed') : 'edited';
      // Of a whole row at the end that was exchanged only an anchor before it can say that it is the only one.
      const anchors = [...(place > 1 ? [headOf(rows.slice(0, place - 1))] : []), headOf(rows)];
      expect(await faultsOf(tampered, anchors)).toEqual([`${expected} ${place}`]);
    }),
  );
});

test('whatever two rows are exchanged, both are named', async () => {
  const rows = chain(7);
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: 7 }), async (first, second) => {
      fc.pre(first < second);
      const tampered = rows.map((row) => {
        if (row.sequence === first) return movedTo(rows[second - 1]!, first);
        return row.sequence === second ? movedTo(rows[first - 1]!, second) : row;
      });
      expect(await faultsOf(tampered, [headOf(rows)])).toEqual([`reordered ${first}`, `reordered ${second}`]);
    }),
  );
});
