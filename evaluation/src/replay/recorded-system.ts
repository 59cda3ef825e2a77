import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { readCsv } from '../read-csv.ts';

export const systemNames = ['online-boutique', 'train-ticket'] as const;
export type SystemName = (typeof systemNames)[number];

/** A fault that somebody injected while a system was recorded. */
export interface RecordedFault {
  readonly system: SystemName;
  /** From 1, over the days of the system. */
  readonly number: number;
  readonly id: string;
  readonly day: RecordedDay;
  readonly at: Timestamp;
  readonly service: string;
  readonly type: string;
  /** The metric, or the code region between two log statements. */
  readonly innerCause: string;
  /** Minutes with traces around it that were kept, of three. */
  readonly traceMinutes: number;
}

/** One day of a recording; `folder` holds `traces`, `logs` and `metrics`. */
export interface RecordedDay {
  readonly system: SystemName;
  readonly date: string;
  readonly folder: string;
}

/** Faults in the order of their injection. Throws when `directory` does not hold the recording. */
export function readFaults(directory: string, system: SystemName): RecordedFault[] {
  const folder = join(directory, `nezha-${system}`);
  if (!existsSync(folder)) throw new Error(`${folder}: there is no recording of ${system}`);
  const dates = readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}-\d{2}$/.test(name))
    .sort();
  const faults: RecordedFault[] = [];
  for (const date of dates) {
    const day = { system, date, folder: join(folder, date) };
    for (const row of readCsv(join(day.folder, 'faults.csv'))) {
      faults.push({
        system,
        number: faults.length + 1,
        id: row.fault!,
        day,
        at: Number(row.inject_epoch_s) * SECOND,
        service: row.service!,
        type: row.type!,
        innerCause: row.inner_root_cause!,
        traceMinutes: Number(row.trace_minutes),
      });
    }
  }
  return faults;
}
