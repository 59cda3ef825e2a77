import { DRILL_ALLOWED, DRILL_ATTRIBUTE, DRILL_LABEL } from '@foreshock/model/drill.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { TenantTelemetry } from '../store/telemetry/telemetry-store.ts';

/** A label that was taken away must soon count: only what came in lately says whether it is there. */
const LOOK_BACK_MS = 15 * MINUTE;

/**
 * Whether the namespace carries the label that lets faults be made in it, by what its telemetry says: some log record of
 * the last quarter of an hour has the label, and none has it with another value. `state-conflict` when it does not.
 */
export async function allowsDrills(
  telemetry: Pick<TenantTelemetry, 'selectTopValues'>,
  namespace: string,
  now: Timestamp,
): Promise<Result<void>> {
  const values = await telemetry.selectTopValues({
    range: { from: now - LOOK_BACK_MS, to: now },
    text: '',
    filters: [{ field: 'resource.k8s.namespace.name', operator: '=', value: namespace }],
    field: `resource.${DRILL_ATTRIBUTE}`,
    limit: 10,
  });
  if (!values.ok) return values;
  const given = values.value.map(({ value }) => value).filter((value) => value !== '');
  if (given.length > 0 && given.every((value) => value === DRILL_ALLOWED)) return success();
  const seen = given.length > 0 ? `has ${given.join(', ')} there` : 'does not have it';
  return failure(
    'state-conflict',
    `namespace: ${namespace} is not touched without the label ${DRILL_LABEL}=${DRILL_ALLOWED}, and ${seen}: ` +
      `kubectl label namespace ${namespace} ${DRILL_LABEL}=${DRILL_ALLOWED}, and have the Collector send it as ${DRILL_ATTRIBUTE}`,
  );
}
