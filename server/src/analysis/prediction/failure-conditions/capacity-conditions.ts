import type { Failure } from '@foreshock/model/failure.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { BoundedSample, Deadline } from '../../bounded-resource.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { classOfResource } from '../resource-class.ts';
import type { Condition } from './condition.ts';

/** Log lines in which software itself says that it ran out. */
const SPOKEN: readonly (readonly [RegExp, Failure])[] = [
  [
    /too many (connections|clients)|remaining connection slots|connection pool (is )?(exhausted|full)/i,
    'pool_exhausted',
  ],
  [/timeout(ed)? (waiting for|acquiring) (a )?connection|unable to acquire .*connection/i, 'pool_exhausted'],
  [/no space left on device|\bENOSPC\b|disk quota exceeded/i, 'disk_full'],
  [/x509: certificate has expired|certificate (has )?expired/i, 'cert_expiry'],
];

/** A pool at its end for a minute; every other resource at the moment it is seen full. */
const HOLD: Partial<Record<Failure, number>> = { pool_exhausted: 1, queue_backlog: 2 };

/** No class is full below this: most resources need not be looked at closer. */
const LOWEST_ONSET = 0.9;

/** Memory is left out: a full working set is no failure until something is killed, which is an event. */
export function capacityConditions(
  frame: MinuteFrame,
  bounded: readonly BoundedSample[],
  deadlines: readonly Deadline[],
): Condition[] {
  const conditions: Condition[] = [];
  for (const { entity, instance, measure, value, limit } of bounded) {
    if (value < LOWEST_ONSET * limit) continue;
    const resource = classOfResource(measure);
    if (!resource || resource.failure === 'out_of_memory' || value < resource.onsetLevel * limit) continue;
    const { failure } = resource;
    conditions.push({ entity, failure, hold: HOLD[failure] ?? 0, object: instance });
  }
  for (const { entity, instance, at } of deadlines) {
    // By the end of the minute, so that a call for the date is not closed before it.
    if (at <= frame.minute + MINUTE) conditions.push({ entity, failure: 'cert_expiry', hold: 0, object: instance });
  }
  for (const { entity, template, count } of frame.templates) {
    const text = count > 0 ? frame.templateById.get(template)?.text : undefined;
    const failure = text && SPOKEN.find(([pattern]) => pattern.test(text))?.[1];
    if (failure) conditions.push({ entity, failure, hold: 0, object: '' });
  }
  return conditions;
}
