// Damage on disk while telemetry waits in the journal: a flipped bit, a segment that is gone, two that changed places, an
// acknowledged record cut off. Each must cost exactly the records it hit, and be listed with its
// range; everything else is stored once.
import { copyFileSync, readdirSync, readFileSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { compare } from '../../../test/support/oracle/compare.ts';
import { startOracleClient } from '../../../test/support/oracle/oracle-client.ts';
import { storedRequests } from '../../../test/support/oracle/stored-requests.ts';
import { startPlatform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';
import { answers, RESTART_WITHIN_MS } from './judge-stored.ts';

const SEGMENT_BYTES = 65_536;
const SEGMENTS_WANTED = 9;
const STORED_WITHIN_MS = 60_000;

interface Segment {
  readonly path: string;
  readonly base: number;
  /** Where each record begins and how long it is, counted from the beginning of the file. */
  readonly records: readonly { readonly at: number; readonly bytes: number }[];
}

interface ExpectedRange {
  readonly what: string;
  /** As the API names it. */
  readonly from: string;
  readonly bytes: number;
  readonly records: number;
}

export async function judgeByDamage(seed: number, report: (judged: JudgedCase) => void): Promise<void> {
  const variables = { FORESHOCK_STREAM_MAX_SEGMENT_BYTES: String(SEGMENT_BYTES) };
  const first = await startPlatform({ variables });
  const { dataDirectory } = first;
  const journal = join(dataDirectory, 'journal');
  const client = startOracleClient({ otlpHttp: first.otlpHttp, otlpGrpc: first.otlpGrpc, seed, pauseMs: 5 });
  try {
    await until('the first requests', 30_000, () => client.log.countOf('acked') > 20, first.output);
    // The engine stands still, so all that comes from now on waits in the journal.
    process.kill(first.pidOf('engine'), 'SIGSTOP');
    const before = segmentsOf(journal).length;
    await until('enough segments', 120_000, () => segmentsOf(journal).length >= before + SEGMENTS_WANTED, first.output);
    await client.stop();
  } finally {
    client.kill();
    await first.stop('SIGKILL');
  }
  await pause(500);
  const expected = damage(segmentsOf(journal));

  const second = await startPlatform({ dataDirectory, variables });
  try {
    await until('the engine to answer', RESTART_WITHIN_MS, () => answers(second), second.output);
    const { client: api } = await second.signIn();
    const range = { seed, origin: client.origin, sent: client.log.fates.size };
    const lostExpected = expected.reduce((sum, { records }) => sum + records, 0);
    const look = async () => compare(seed, client.log, await storedRequests(api, range));
    const faults = await until('all else to be stored', STORED_WITHIN_MS, async () => {
      const found = await look();
      return found.lost.length <= lostExpected ? found : undefined;
    });
    const { damaged } = await api('getStatus', {});
    for (const { what, from, bytes, records } of expected) {
      const listed = damaged.find((one) => one.where === from);
      report({
        name: `damage: ${what}`,
        verdict: listed?.bytes === bytes ? 'held' : 'broken',
        detail: `${records} records, ${bytes} bytes from ${from}; listed: ${listed ? `${listed.bytes} bytes, "${listed.reason}"` : 'no'}`,
      });
    }
    const others = faults.doubled.length + faults.unheardOf.length + faults.strange.length;
    const isExact = faults.lost.length === lostExpected && damaged.length === expected.length && others === 0;
    const lostTogether = `${faults.lost.length} acknowledged requests lost, ${lostExpected} were in the damaged ranges`;
    report({
      name: 'damage costs what it hit, and nothing else',
      verdict: isExact ? 'held' : 'broken',
      detail: `${lostTogether}; ${damaged.length} ranges listed; ${others} doubled or strange; ${client.log.countOf('acked')} acked`,
    });
  } finally {
    await second.remove();
  }
}

/** Does it, and says what must be reported. Of the segments that wait the first is left alone: the engine was in it. */
function damage(segments: readonly Segment[]): ExpectedRange[] {
  const [, flipped, , deleted, , left, right, last] = segments.slice(-SEGMENTS_WANTED);
  if (!flipped || !deleted || !left || !right || !last) throw new Error('too few segments');
  const newest = segments.at(-1)!;
  const expected: ExpectedRange[] = [];

  const record = flipped.records[Math.floor(flipped.records.length / 2)]!;
  const bytes = readFileSync(flipped.path);
  bytes[record.at + Math.floor(record.bytes / 2)]! ^= 1;
  writeFileSync(flipped.path, bytes);
  expected.push({ what: 'flipped bit', from: positionOf(flipped.base + record.at), bytes: record.bytes, records: 1 });

  unlinkSync(deleted.path);
  const beforeDeleted = segments[segments.indexOf(deleted) - 1]!;
  expected.push({
    what: 'deleted segment',
    from: positionOf(endOf(beforeDeleted)),
    bytes: endOf(deleted) - endOf(beforeDeleted),
    records: deleted.records.length,
  });

  const kept = `${left.path}.kept`;
  copyFileSync(left.path, kept);
  copyFileSync(right.path, left.path);
  copyFileSync(kept, right.path);
  unlinkSync(kept);
  const beforeLeft = segments[segments.indexOf(left) - 1]!;
  expected.push({
    what: 'first of two segments that changed places',
    from: positionOf(endOf(beforeLeft)),
    bytes: right.base - endOf(beforeLeft),
    records: left.records.length,
  });
  const afterRight = segments[segments.indexOf(right) + 1]!;
  expected.push({
    what: 'second of two segments that changed places',
    from: positionOf(right.base),
    bytes: afterRight.base - right.base,
    records: right.records.length,
  });

  const cut = newest.records.at(-1)!;
  const half = Math.floor(cut.bytes / 2);
  truncateSync(newest.path, cut.at + half);
  expected.push(
    { what: 'half of an acknowledged record', from: positionOf(newest.base + cut.at), bytes: half, records: 1 },
    {
      what: 'its other half, cut off',
      from: positionOf(newest.base + cut.at + half),
      bytes: cut.bytes - half,
      records: 0,
    },
  );
  return expected;
}

function endOf({ base, records }: Segment): number {
  const last = records.at(-1)!;
  return base + last.at + last.bytes;
}

function positionOf(offset: number): string {
  return offset.toString(16).padStart(14, '0');
}

/** Read by the format's own description, not by the code that is judged. */
function segmentsOf(journal: string): Segment[] {
  const names = readdirSync(journal).filter((name) => name.endsWith('.journal'));
  return names.sort().map((name) => {
    const path = join(journal, name);
    const bytes = readFileSync(path);
    const records: { at: number; bytes: number }[] = [];
    for (let at = 80; at + 40 <= bytes.length; ) {
      const length = 40 + bytes.readUInt8(at + 5) + bytes.readUInt32LE(at + 8);
      if (bytes.toString('latin1', at, at + 4) !== 'FSKR' || at + length > bytes.length) break;
      records.push({ at, bytes: length });
      at += length;
    }
    return { path, base: Number.parseInt(name.slice('segment-'.length, -'.journal'.length), 16), records };
  });
}
