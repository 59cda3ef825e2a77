import type { EntityId } from '@foreshock/model/entity.ts';
import { expect, test } from 'vitest';
import type { Contrast } from './contrast.ts';
import { scoreHypotheses } from './score-hypotheses.ts';

const web = 'ent_web' as EntityId;
const TEXT = 'the request of customer <ID> was put back to the queue of what is not paid yet';

function sentenceOf(event: string): string {
  const contrast: Contrast = {
    key: `${web} GET /cart`,
    kind: 'log',
    event,
    before: 0.01,
    after: 0.9,
    surprise: 9,
    counts: { before: 0, beforeOf: 500, after: 45, afterOf: 46 },
  };
  const cause = {
    entity: web,
    score: 5,
    terms: { structure: 5 },
    path: [web],
    gaps: [],
    structure: { by: contrast, weight: 5 },
  };
  const context = {
    of: 'inc_1',
    entities: new Map(),
    members: [],
    evidence: [],
    templates: new Map([['tpl_kept', { text: TEXT }]]),
  };
  return scoreHypotheses([cause], context)[0]!.sentence;
}

test('a log line is named by the words of its template, cut where they are many, and never by an id', () => {
  expect(sentenceOf('tpl_kept')).toContain(
    'now logs "the request of customer <ID> was put back to the queue of w…" (45 of 46',
  );
  expect(sentenceOf('tpl_gone')).toContain('now logs a line that is listed no more (45 of 46');
  expect(sentenceOf('cart.ts:7')).toContain('now logs cart.ts:7 (45 of 46');
});
