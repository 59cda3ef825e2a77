import type { EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import type { Condition } from './condition.ts';

/** What the cluster reports as events: rate-limited and aggregated, so one event speaks for some minutes. */

/** Kubernetes repeats a lasting fault at the latest after five minutes. */
const SPEAKS_FOR = 5 * MINUTE;

interface EventRule {
  readonly failure: Failure;
  readonly hold: number;
  /** Where the reason alone says too little. */
  readonly message?: RegExp;
}

const RULES: ReadonlyMap<string, readonly EventRule[]> = new Map([
  ['OOMKilled', [{ failure: 'out_of_memory', hold: 0 }]],
  ['OOMKilling', [{ failure: 'out_of_memory', hold: 0 }]],
  ['CrashLoopBackOff', [{ failure: 'crash_loop', hold: 0 }]],
  [
    'BackOff',
    [
      { failure: 'crash_loop', hold: 0, message: /restarting failed/i },
      { failure: 'image_pull', hold: 2, message: /pulling image/i },
    ],
  ],
  ['ErrImagePull', [{ failure: 'image_pull', hold: 2 }]],
  ['ImagePullBackOff', [{ failure: 'image_pull', hold: 2 }]],
  [
    'Failed',
    [
      { failure: 'image_pull', hold: 2, message: /(pull image|ErrImagePull|ImagePullBackOff)/i },
      { failure: 'start_error', hold: 0, message: /(CreateContainer(Config)?Error|RunContainerError)/ },
    ],
  ],
  ['CreateContainerConfigError', [{ failure: 'start_error', hold: 0 }]],
  ['CreateContainerError', [{ failure: 'start_error', hold: 0 }]],
  ['RunContainerError', [{ failure: 'start_error', hold: 0 }]],
  ['Evicted', [{ failure: 'evicted', hold: 0 }]],
  ['FailedScheduling', [{ failure: 'unschedulable', hold: 2 }]],
  ['FailedMount', [{ failure: 'volume_mount', hold: 2 }]],
  ['FailedAttachVolume', [{ failure: 'volume_mount', hold: 2 }]],
  ['NodeNotReady', [{ failure: 'node_not_ready', hold: 1 }]],
  ['NodeHasDiskPressure', [{ failure: 'node_pressure', hold: 0 }]],
  ['NodeHasInsufficientMemory', [{ failure: 'node_pressure', hold: 0 }]],
  ['NodeHasInsufficientPID', [{ failure: 'node_pressure', hold: 0 }]],
  ['EvictionThresholdMet', [{ failure: 'node_pressure', hold: 0 }]],
  ['Rebooted', [{ failure: 'node_reboot', hold: 0 }]],
  ['ProgressDeadlineExceeded', [{ failure: 'rollout_stuck', hold: 0 }]],
  ['BackoffLimitExceeded', [{ failure: 'job_failed', hold: 0 }]],
  ['DeadlineExceeded', [{ failure: 'job_failed', hold: 0 }]],
  ['FailedCreate', [{ failure: 'quota', hold: 0, message: /exceeded quota/i }]],
]);

/** Events that say that it is over for their object. */
const OVER: ReadonlyMap<string, readonly Failure[]> = new Map([
  ['Scheduled', ['unschedulable']],
  ['Pulled', ['image_pull']],
  ['Started', ['start_error', 'volume_mount']],
  ['SuccessfulAttachVolume', ['volume_mount']],
  ['NodeReady', ['node_not_ready']],
  ['NodeHasNoDiskPressure', ['node_pressure']],
  ['NodeHasSufficientMemory', ['node_pressure']],
  ['NodeHasSufficientPID', ['node_pressure']],
]);

/** What is still spoken of, by entity, failure and object. Plain data. */
export type SpokenEvents = Map<string, { readonly condition: Condition; until: Timestamp }>;

export function eventConditions(spoken: SpokenEvents, frame: MinuteFrame): Condition[] {
  for (const event of frame.events) {
    for (const failure of OVER.get(event.reason) ?? []) spoken.delete(keyOf(event.entity, failure, event.object));
    for (const rule of RULES.get(event.reason) ?? []) {
      if (rule.message && !rule.message.test(event.message)) continue;
      const { failure, hold } = rule;
      const { entity, object } = event;
      const condition = { entity, failure, hold, object };
      spoken.set(keyOf(entity, failure, object), { condition, until: frame.minute + SPEAKS_FOR });
    }
  }
  const conditions: Condition[] = [];
  for (const [key, { condition, until }] of spoken) {
    if (until <= frame.minute) spoken.delete(key);
    else conditions.push(condition);
  }
  return conditions;
}

function keyOf(entity: EntityId, failure: Failure, object: string): string {
  return `${entity}\u001f${failure}\u001f${object}`;
}
