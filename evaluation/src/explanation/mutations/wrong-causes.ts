// M3, M12, M13, M16: who did what to whom, and what nobody did.
import { claim } from '../answer-for-pack.ts';
import { addClaim, editClaims, type Mutation, renameIn } from './mutation.ts';

const isOut = (state: string): boolean => state === 'ruled_out' || state === 'rejected';

export const wrongCauses: readonly Mutation[] = [
  {
    id: 'M3',
    says: 'subject and object of a cause swapped',
    by: ['C1', 'T1', 'C4'],
    make: editClaims(['cause'], ({ text, subject, object }) => {
      if (subject === null || object === null) return [];
      const swapped = renameIn(renameIn(renameIn(text, subject, 'E0'), object, subject), 'E0', object);
      return [{ subject: object, object: subject, text: swapped }, { text: swapped }];
    }),
  },
  {
    id: 'M12',
    says: 'symptom promoted to root cause',
    by: ['C4', 'C5', 'Q2'],
    make: (answer, pack) =>
      [...pack.hypotheses.values()]
        .filter(({ id, hypothesis }) => id !== answer.rootCause.hypothesis && !isOut(hypothesis.state))
        .map(({ id }) => ({
          answer: { ...answer, rootCause: { ...answer.rootCause, hypothesis: id } },
          part: 'rootCause' as const,
        })),
  },
  {
    id: 'M13',
    says: 'change or command that there is not',
    by: ['C3', 'K1'],
    make: (answer, pack, draw) => {
      const fact = [...pack.facts.values()].find((one) => one.fact.kind !== 'change');
      if (!fact) return [];
      const { id, entity } = fact;
      const add = (text: string) => addClaim(answer, claim('impact', entity, null, [id], { text }));
      const act = (action: string, target: string) => ({
        answer: { ...answer, actions: [...answer.actions, { action, target, reason: [] }] },
        part: 'parts' as const,
      });
      return [
        add(
          draw.pick([
            `A deploy reached {{${entity}}}.`,
            `{{${entity}}} was upgraded.`,
            `A migration of {{${entity}}} went on.`,
            `A new image of {{${entity}}} was pushed.`,
            `Somebody patched {{${entity}}}.`,
            `A feature flag of {{${entity}}} was flipped.`,
          ]),
        ),
        add(
          `To mend {{${entity}}}, ${draw.pick(['restart the pods', 'delete its volume', 'execute a rollback', 'drain the node', 'kill the pods'])}.`,
        ),
        act('drop_table', entity),
        ...(pack.actions.some(({ action, target }) => action === 'rollback' && target === entity)
          ? []
          : [act('rollback', entity)]),
      ];
    },
  },
  {
    id: 'M16',
    says: 'a cause where the evidence names none',
    by: ['Q2'],
    make: (answer, pack) =>
      answer.rootCause.hypothesis !== null
        ? []
        : [...pack.hypotheses.keys()].slice(0, 1).map((id) => ({
            answer: { ...answer, confidence: 'high' as const, rootCause: { ...answer.rootCause, hypothesis: id } },
            part: 'rootCause' as const,
          })),
  },
];
