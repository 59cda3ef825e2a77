import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { type ChainHead, type ChainRow, genesisHash, linkHash, verifyChain } from './hash-chain.ts';

const genesis = genesisHash('ledger', 'acme' as TenantId);

function chain(length: number): ChainRow<{ text: string }>[] {
  const rows: ChainRow<{ text: string }>[] = [];
  for (let sequence = 1; sequence <= length; sequence += 1) {
    const previousHash = rows.at(-1)?.hash ?? genesis;
    const linked = { sequence, time: sequence * 1_000, entry: { text: `row ${sequence}` }, previousHash };
    rows.push({ ...linked, hash: linkHash(linked) });
  }
  return rows;
}

async function verdict(rows: ChainRow<unknown>[], anchors: ChainHead[] = []) {
  return verifyChain(
    genesis,
    (async function* () {
      yield* rows;
    })(),
    anchors,
  );
}

test('a chain as it was written is intact, and so is an empty one', async () => {
  const rows = chain(5);
  expect(await verdict(rows)).toEqual({ intact: true, head: { sequence: 5, hash: rows[4]!.hash } });
  expect(await verdict([])).toEqual({ intact: true, head: { sequence: 0, hash: genesis } });
});

test('every kind of tampering names its first row', async () => {
  const rows = chain(6);
  const head = { sequence: 6, hash: rows[5]!.hash };
  const [one, two, three, four, five, six] = rows as [Row, Row, Row, Row, Row, Row];
  type Row = ChainRow<{ text: string }>;
  const rewritten = chain(6).map((row) => ({ ...row, entry: { text: row.entry.text.toUpperCase() } }));
  let previousHash = genesis;
  for (const row of rewritten) {
    Object.assign(row, { previousHash });
    Object.assign(row, { hash: linkHash(row) });
    previousHash = row.hash;
  }
  const cases: [string, ChainRow<unknown>[], number, string][] = [
    ['entry changed', [one, two, { ...three, entry: { text: 'other' } }, four, five, six], 3, 'edited'],
    ['time changed', [one, { ...two, time: 1 }, three, four, five, six], 2, 'edited'],
    ['hash changed', [one, two, three, { ...four, hash: six.hash }, five, six], 4, 'edited'],
    ['previous hash changed', [one, two, { ...three, previousHash: six.hash }, four, five, six], 3, 'edited'],
    ['first row removed', [two, three, four, five, six], 1, 'removed'],
    ['middle row removed', [one, two, four, five, six], 3, 'removed'],
    ['rows swapped', [one, two, { ...four, sequence: 3 }, { ...three, sequence: 4 }, five, six], 3, 'reordered'],
    ['last rows cut', [one, two, three], 4, 'cut'],
    ['all rows cut', [], 1, 'cut'],
    ['all rewritten with right hashes', rewritten, 6, 'edited'],
  ];
  for (const [name, tampered, sequence, fault] of cases) {
    expect(await verdict(tampered, [head]), name).toEqual({ intact: false, sequence, fault });
  }
});

test('two tenants and two chains begin differently', () => {
  const starts = [
    genesisHash('ledger', 'acme' as TenantId),
    genesisHash('audit', 'acme' as TenantId),
    genesisHash('ledger', 'other' as TenantId),
  ];
  expect(new Set(starts).size).toBe(3);
});
