import { MINUTE } from '@foreshock/model/time.ts';
import type { AnswerCheck } from './check.ts';

const BEFORE_START_MS = 60 * MINUTE;

/** The timeline is in order, of facts that there are, from an hour before the start until now. */
export const timeline: AnswerCheck = {
  id: 'T2',
  faults: ({ answer, pack }) => {
    const onsets = answer.timeline.map((id) => pack.facts.get(id)?.fact.onset);
    const isSound = onsets.every(
      (onset, at) =>
        onset !== undefined &&
        onset >= pack.incident.startedAt - BEFORE_START_MS &&
        onset <= pack.now &&
        (at === 0 || onset >= (onsets[at - 1] ?? 0)),
    );
    return isSound
      ? []
      : [{ part: { timeline: 'all' }, why: 'the timeline is not in order, or leaves the time of the incident' }];
  },
};
