import type { Failure } from '@foreshock/model/failure.ts';

/** What it means for a bounded resource to be full. */
export interface ResourceClass {
  readonly failure: Failure;
  /** Share of the limit at which the failure begins. */
  readonly onsetLevel: number;
}

/** Running into these is no failure, or has a date instead of a level: a busy processor is slow, not down. */
const NEVER = /certificate|cpu/;

/**
 * A pool is exhausted at 98 %, since samples are taken between two borrowings; a disk is full at 95 %, where file
 * systems reserve blocks and databases stop; memory is killed between two samples, so 97 % seen is the limit reached.
 */
const CLASSES: readonly (readonly [RegExp, ResourceClass])[] = [
  [/memory|heap|\brss\b|working_set/, { failure: 'out_of_memory', onsetLevel: 0.97 }],
  [/filesystem|disk|volume|inode|tablespace/, { failure: 'disk_full', onsetLevel: 0.95 }],
  [/queue|lag|backlog|pending_messages/, { failure: 'queue_backlog', onsetLevel: 1 }],
  [/quota/, { failure: 'quota', onsetLevel: 1 }],
  [
    /connection|pool|session|thread|file_descriptor|open_files|backends/,
    { failure: 'pool_exhausted', onsetLevel: 0.98 },
  ],
];

/** `undefined` where running full is no failure of the list. */
export function classOfResource(measure: string): ResourceClass | undefined {
  const name = measure.toLowerCase();
  if (NEVER.test(name)) return undefined;
  return CLASSES.find(([pattern]) => pattern.test(name))?.[1];
}
