import { join } from 'node:path';
import type { PeerReadings } from '@foreshock/server/analysis/prediction/run-to-failure/peer-deviation.ts';
import { readCsv, readCsvRows } from '../read-csv.ts';

/** One run of a cluster from healthy to failure. Minutes count from 1. */
export interface PreventRun {
  readonly id: string;
  readonly injection: number;
  readonly failure: number;
  readonly minutes: readonly PeerReadings[];
}

export interface PreventSet {
  readonly runs: readonly PreventRun[];
  /** Master and replica, both ways. */
  readonly partners: ReadonlyMap<string, string>;
  /** The pair that every fault was put into. */
  readonly faulty: readonly string[];
}

export function readPrevent(folder: string): PreventSet {
  const pairs = readCsv(join(folder, 'pairs.csv'));
  const partners = new Map<string, string>();
  for (const { master, slave } of pairs) partners.set(master!, slave!).set(slave!, master!);
  const runs = readCsv(join(folder, 'runs.csv')).map((row) => ({
    id: row.run!,
    injection: Number(row.injection_minute),
    failure: Number(row.failure_minute),
    minutes: readMinutes(join(folder, 'runs', `${row.run}.csv.gz`)),
  }));
  const { master, slave } = pairs.find(({ pair }) => pair === '0')!;
  return { runs, partners, faulty: [master!, slave!] };
}

/** Columns are named after node and measure; text and empty cells are no readings. */
function readMinutes(file: string): PeerReadings[] {
  const [head = [], ...rows] = readCsvRows(file);
  const columns = head.map((name) => [name.slice(0, name.indexOf('_')), name.slice(name.indexOf('_') + 1)] as const);
  return rows.map((row) => {
    const readings = new Map<string, Map<string, number>>();
    for (let column = 1; column < columns.length; column += 1) {
      const [node, measure] = columns[column]!;
      const value = row[column] ? Number(row[column]) : Number.NaN;
      if (!Number.isFinite(value)) continue;
      const byNode = readings.get(measure) ?? new Map<string, number>();
      readings.set(measure, byNode);
      byNode.set(node, value);
    }
    return readings;
  });
}
