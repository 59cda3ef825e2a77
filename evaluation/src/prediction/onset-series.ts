import { join } from 'node:path';
import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { segmentsOf } from '../detection/label-segments.ts';
import { readCsv, readCsvRows } from '../read-csv.ts';

/** When the curves of a set became anomalous, seen every five minutes. */

export const GRID_MS = 5 * MINUTE;
const WEEK_MS = 7 * 24 * 60 * MINUTE;

export interface OnsetSeries {
  readonly id: string;
  /** First moment of the grid; those after it follow without a gap. */
  readonly from: Timestamp;
  /** Index of the first moment of the test half. */
  readonly split: number;
  /** By moment: 1 inside an anomaly. */
  readonly inside: Uint8Array;
  /** By moment: 1 when an anomaly began after the moment before and up to this one. */
  readonly began: Uint8Array;
  /** By moment: minutes since the last anomaly ended, at most 255. */
  readonly quietMinutes: Uint8Array;
  readonly starts: readonly Timestamp[];
}

/** Every series is moved by whole weeks so that all begin within one: hours and weekdays stay what they were. */
export function readOnsetSeries(folder: string): OnsetSeries[] {
  const listed = readCsv(join(folder, 'series.csv'));
  const ids = [...new Set(listed.map((row) => row.series!))].sort();
  return ids.map((id) => {
    const halves = ['train', 'test'].map((split) => readHalf(folder, id, split, listed)) as [Half, Half];
    return onGrid(id, halves);
  });
}

interface Half {
  readonly labels: Uint8Array;
  readonly start: Timestamp;
  readonly stepMs: number;
}

function readHalf(folder: string, id: string, split: string, listed: readonly Record<string, string>[]): Half {
  const about = listed.find((row) => row.series === id && row.split === split)!;
  const [, ...rows] = readCsvRows(join(folder, 'series', `${id}.${split}.csv.gz`));
  return {
    labels: Uint8Array.from(rows, ([, label]) => Number(label)),
    start: Number(about.start_epoch_s) * SECOND,
    stepMs: Number(about.step_s) * SECOND,
  };
}

function onGrid(id: string, halves: readonly [Half, Half]): OnsetSeries {
  const [train, test] = halves;
  const moved = Math.floor(train.start / WEEK_MS) * WEEK_MS;
  const segments = halves.flatMap(({ labels, start, stepMs }) =>
    segmentsOf(labels).map((segment) => ({
      start: start + segment.start * stepMs - moved,
      end: start + segment.end * stepMs - moved,
    })),
  );
  const from = Math.ceil((train.start - moved) / GRID_MS) * GRID_MS;
  const end = test.start + test.labels.length * test.stepMs - moved;
  const length = Math.ceil((end - from) / GRID_MS);
  const inside = new Uint8Array(length);
  const began = new Uint8Array(length);
  const quietMinutes = new Uint8Array(length).fill(255);
  for (const { start, end } of segments) {
    const first = Math.ceil((start - from) / GRID_MS);
    const last = Math.floor((end - from) / GRID_MS);
    if (first < length) began[first] = 1;
    for (let i = first; i <= last; i += 1) inside[i] = 1;
    for (let i = last + 1; i < length; i += 1) {
      const minutes = (from + i * GRID_MS - end) / MINUTE;
      if (minutes >= 255) break;
      quietMinutes[i] = minutes;
    }
  }
  const split = Math.ceil((test.start - moved - from) / GRID_MS);
  return { id, from, split, inside, began, quietMinutes, starts: segments.map(({ start }) => start) };
}
