import type { EntityId } from './entity.ts';

/** The closed catalogue. We never run an action. */
export const actions = [
  'rollback',
  'restart',
  'scale_out',
  'raise_memory_limit',
  'raise_pool_limit',
  'expand_volume',
  'free_disk',
  'renew_certificate',
  'shed_load',
  'limit_retries',
  'move_neighbour',
  'check_dependency',
] as const;
export type Action = (typeof actions)[number];

export interface Recommendation {
  readonly id: string;
  readonly action: Action;
  readonly target: EntityId;
  /** One sentence, in numbers where there are some. */
  readonly expectedEffect: string;
  readonly risk: 'low' | 'medium' | 'high';
  readonly state: 'proposed' | 'accepted' | 'declined' | 'done';
  readonly history: { readonly tried: number; readonly helped: number };
}
