import type { ConfirmedCauseView } from '@foreshock/contract/operations/confirmed-causes.ts';
import type { ConfirmedCause } from '@foreshock/model/confirmed-cause.ts';
import { formatTime } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { EntityDirectory } from './entity-view.ts';

export function viewConfirmed(
  { incident, entity, cause, note, by, at, rank }: ConfirmedCause,
  entities: EntityDirectory,
): z.output<typeof ConfirmedCauseView> {
  return { incident, entity: entities.ref(entity), cause, note, by, at: formatTime(at), rank: rank ?? null };
}
