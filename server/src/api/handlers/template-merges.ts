import { success } from '@foreshock/model/known-error.ts';
import type { TemplateMerge } from '@foreshock/model/template-merge.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { findTemplateRefinement, undoTemplateMerge } from '../../store/metadata/template-merges.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import type { EntityDirectory } from '../views/entity-view.ts';

export function templateMergeHandlers({
  db,
  clock,
  directories,
}: HandlerTools): Pick<Handlers, 'listTemplateMerges' | 'undoTemplateMerge'> {
  return {
    async listTemplateMerges({ caller }) {
      const { refinement } = await findTemplateRefinement(db, caller.tenant);
      const { merges, ranAt, newest } = refinement;
      const entities = await directories.of(
        caller.tenant,
        merges.map(({ entity }) => entity),
      );
      return success({
        items: [...merges].sort((a, b) => b.mergedAt - a.mergedAt).map((merge) => viewMerge(merge, entities)),
        ranAt: ranAt === 0 ? null : formatTime(ranAt),
        asked: newest.asked,
        refused: Object.entries(newest.refused).map(([check, count]) => ({ check, count })),
      });
    },

    async undoTemplateMerge({ input, caller }) {
      const undone = await undoTemplateMerge(db, caller.tenant, { id: input.id, by: caller.name, now: clock.now() });
      if (!undone.ok) return undone;
      return success(viewMerge(undone.value, await directories.of(caller.tenant, [undone.value.entity])));
    },
  };
}

function viewMerge(
  { id, entity, named, members, by, call, mergedAt, held, undone }: TemplateMerge,
  entities: EntityDirectory,
) {
  return {
    id,
    entity: entities.ref(entity),
    named,
    members: members.map((member) => ({ ...member })),
    by,
    call,
    mergedAt: formatTime(mergedAt),
    held: { ...held },
    undone: undone ? { by: undone.by, at: formatTime(undone.at) } : null,
  };
}
