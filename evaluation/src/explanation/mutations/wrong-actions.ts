// M20, M21: what is to be done, and why.
import { actions } from '@foreshock/model/recommendation.ts';
import type { Answer } from '@foreshock/server/explanation/answer/answer.ts';
import { claim } from '../answer-for-pack.ts';
import type { Mutation } from './mutation.ts';

const withFirst = (answer: Answer, first: Answer['actions'][number]): Answer => ({
  ...answer,
  actions: [first, ...answer.actions],
});

export const wrongActions: readonly Mutation[] = [
  {
    id: 'M20',
    says: 'action that code did not propose, or twice',
    by: ['K1'],
    make: (answer, pack, draw) => {
      const targets = [...pack.entities.keys()];
      const isProposed = (action: string, target: string): boolean =>
        pack.actions.some((one) => one.action === action && one.target === target);
      const others = targets.flatMap((target) =>
        actions.filter((action) => !isProposed(action, target)).map((action) => ({ action, target })),
      );
      const wrong = [
        ...(others.length === 0 ? [] : [draw.pick(others), draw.pick(others)]),
        {
          action: draw.pick(['delete_namespace', 'mute_alerts', 'kubectl', 'Restart', '']),
          target: draw.pick(targets),
        },
        { action: 'restart', target: 'E99' },
        ...answer.actions.slice(0, 1),
      ];
      return wrong.map((one) => ({ answer: withFirst(answer, { reason: [], ...one }), part: 'parts' as const }));
    },
  },
  {
    id: 'M21',
    says: 'action for a reason that speaks of something else',
    by: ['K3'],
    make: (answer, pack) =>
      answer.actions.flatMap((action, at) => {
        const elsewhere = [...pack.facts.values()].find(({ entity }) => entity !== action.target);
        if (!elsewhere) return [];
        const { id, entity } = elsewhere;
        const reason = claim('impact', entity, null, [id], {
          text: `{{${entity}}} was hurt, as {{${id}.measure}} shows.`,
        });
        const wrong = { ...answer, actions: answer.actions.with(at, { ...action, reason: [reason] }) };
        return [{ answer: wrong, part: { action: at } }];
      }),
  },
];
