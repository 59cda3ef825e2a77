import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Action, Recommendation } from '@foreshock/model/recommendation.ts';
import { hashId } from '../../base/crypto/digest.ts';

export interface RecommendationContext {
  /** The incident or prediction that they belong to. */
  readonly of: string;
  readonly entity: EntityId;
  /** What is coming or has come, when it is one of the list. */
  readonly failure: Failure | undefined;
  readonly leading: Hypothesis | undefined;
  readonly entities: ReadonlyMap<EntityId, Entity>;
  /** Text of the change that the leading hypothesis names. */
  readonly changeText: string | undefined;
  /** How often each action was marked as done, and as having helped, on this failure. */
  readonly history: (action: Action, target: EntityId) => { readonly tried: number; readonly helped: number };
}

interface Advice {
  readonly action: Action;
  readonly target: EntityId;
  readonly effect: string;
  readonly risk: Recommendation['risk'];
}

/** Ranked: the first undoes the cause, the others buy time. From the closed catalogue; at most three. */
export function recommendActions(context: RecommendationContext): Recommendation[] {
  const distinct = new Map<string, Advice>();
  for (const advice of [...undoTheCause(context), ...buyTime(context)]) {
    const key = `${advice.action} ${advice.target}`;
    if (!distinct.has(key)) distinct.set(key, advice);
  }
  return [...distinct.values()].slice(0, 3).map((advice) => ({
    id: hashId('rec_', context.of, advice.action, advice.target),
    action: advice.action,
    target: advice.target,
    expectedEffect: advice.effect,
    risk: advice.risk,
    state: 'proposed',
    history: context.history(advice.action, advice.target),
  }));
}

function undoTheCause(context: RecommendationContext): Advice[] {
  const { leading } = context;
  if (!leading) return [];
  const target = leading.entity;
  switch (leading.cause) {
    case 'change': {
      const from = context.changeText ?? 'the last change';
      return [{ action: 'rollback', target, effect: `Undoes ${from}, which began shortly before`, risk: 'low' }];
    }
    case 'load':
      return [{ action: 'scale_out', target, effect: 'Spreads the traffic over more replicas', risk: 'low' }];
    case 'crash':
      return [{ action: 'restart', target, effect: 'Starts it anew; the cause of the crash stays', risk: 'medium' }];
    case 'network':
    case 'dependency':
      return [
        {
          action: 'check_dependency',
          target,
          effect: 'The time is lost between the services, not in them',
          risk: 'low',
        },
      ];
    default:
      return [];
  }
}

function buyTime(context: RecommendationContext): Advice[] {
  const target = context.entity;
  switch (context.failure) {
    case 'pool_exhausted':
      return [
        {
          action: 'restart',
          target: context.leading?.entity ?? target,
          effect: 'Gives leaked connections back; they leak again until the cause is gone',
          risk: 'medium',
        },
        {
          action: 'raise_pool_limit',
          target,
          effect: 'Moves the limit up; the data store must have room for it',
          risk: 'medium',
        },
      ];
    case 'out_of_memory':
      return [
        {
          action: 'restart',
          target,
          effect: 'Empties its memory at a time of your choosing instead of at the limit',
          risk: 'low',
        },
        { action: 'raise_memory_limit', target, effect: 'Moves the limit up; a leak reaches it later', risk: 'low' },
      ];
    case 'disk_full':
      return [
        { action: 'free_disk', target, effect: 'Old logs and temporary files are the quickest room', risk: 'low' },
        {
          action: 'expand_volume',
          target,
          effect: 'Moves the limit up without a restart where the storage class allows it',
          risk: 'low',
        },
      ];
    case 'cert_expiry':
      return [
        {
          action: 'renew_certificate',
          target,
          effect: 'The renewal that should have happened has not been seen',
          risk: 'low',
        },
      ];
    case 'node_pressure':
    case 'node_not_ready':
      return [{ action: 'move_neighbour', target, effect: 'Frees the node that its pods share', risk: 'medium' }];
    case 'queue_backlog':
      return [{ action: 'scale_out', target, effect: 'More workers drain the queue', risk: 'low' }];
    case 'dependency_outage':
      return [
        { action: 'limit_retries', target, effect: 'Retries multiply the load on what is already slow', risk: 'low' },
        { action: 'check_dependency', target, effect: 'The callee fails, not this service', risk: 'low' },
      ];
    case 'slo_latency':
    case 'slo_availability':
      return [{ action: 'shed_load', target, effect: 'Keeps the rest of the requests fast', risk: 'medium' }];
    default:
      return [];
  }
}
