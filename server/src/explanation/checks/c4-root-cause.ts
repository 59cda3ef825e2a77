import type { AnswerCheck } from './check.ts';

const MOST_RANKS_UP = 2;

/** The hypothesis is one of ours; another than the leading one needs an answer to each that stands above it, on evidence of its own. */
export const rootCause: AnswerCheck = {
  id: 'C4',
  faults: ({ answer, pack }) => {
    const fault = (why: string) => [{ part: 'rootCause' as const, why }];
    const { hypothesis: id, why, whyNot } = answer.rootCause;
    const unknown = whyNot.find(({ hypothesis }) => !pack.hypotheses.has(hypothesis) || hypothesis === id);
    if (unknown) return fault('it speaks against a hypothesis that there is not, or that it names');
    if (id === null)
      return why.some(({ type }) => type === 'cause') ? fault('it gives a cause and names no hypothesis') : [];
    const chosen = pack.hypotheses.get(id);
    if (!chosen) return fault('the evidence has no such hypothesis');
    if (chosen.hypothesis.state === 'ruled_out' || chosen.hypothesis.state === 'rejected')
      return fault(`${id} was ruled out`);
    if (why.some((claim) => claim.type === 'cause' && claim.subject !== chosen.entity))
      return fault(`a reason names another cause than ${chosen.entity}, the entity of ${id}`);
    const above = [...pack.hypotheses.values()].filter(
      ({ hypothesis }) => hypothesis.state !== 'ruled_out' && hypothesis.state !== 'rejected',
    );
    const rank = above.findIndex((one) => one.id === id);
    if (rank === 0) return [];
    if (rank > MOST_RANKS_UP) return fault(`${id} stands ${rank} ranks below the leading one`);
    const answered = above.slice(0, rank).every((rival) => {
      const because = whyNot.find(({ hypothesis }) => hypothesis === rival.id)?.because ?? [];
      return because.some(({ evidence }) => evidence.some((fact) => rival.against.includes(fact)));
    });
    return answered && chosen.against.length === 0 ? [] : fault(`nothing speaks against what stands above ${id}`);
  },
};
