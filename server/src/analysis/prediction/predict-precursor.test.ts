import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { describeFact } from '@foreshock/model/wording/measure-words.ts';
import { expect, test } from 'vitest';
import { createPrediction } from './predict-incidents.ts';
import { entity, frameAt, inputAt, runMinutes, START } from './simulated-minutes.ts';

const DAY = 1_440;
const shop: EntityId = entity('shop');
const OMEN = 'tpl_omen' as TemplateId;
const CHATTER = 'tpl_chatter' as TemplateId;

/** A job fails five times a day at odd hours; fourteen minutes before, a line is written, but for two times in vain. */
function inputOf(minute: number) {
  const within = minute % 288;
  const day = Math.floor(minute / DAY);
  const written = within === 100 + 7 * day;
  const fails = within === 115 + 7 * day && ![6, 13].includes(Math.floor(minute / 288));
  const line = (template: TemplateId) => ({
    minute: START + minute * MINUTE,
    entity: shop,
    template,
    severityNumber: 9,
    count: 1,
  });
  const failed = {
    time: START + minute * MINUTE,
    entity: shop,
    object: 'job-1',
    reason: 'BackoffLimitExceeded',
    message: '',
  };
  return inputAt(minute, {
    frame: frameAt(minute, {
      templates: written ? [line(CHATTER), line(OMEN)] : [line(CHATTER)],
      events: fails ? [failed] : [],
    }),
  });
}

test('a line that came before failures is called from the next day on, with how often it did, and comes out a hit', () => {
  const { revisions, steps } = runMinutes(createPrediction(), 0, 6 * DAY, inputOf);
  expect(revisions.length).toBeGreaterThan(5);
  let resolved = 0;
  for (const { state, odds, evidence, issuedAt, model, failure, lead, revision } of revisions) {
    expect(issuedAt - START).toBeGreaterThanOrEqual(DAY * MINUTE);
    expect(failure).toBe('job_failed');
    expect(model.version).toBe('precursor-1');
    if (state === 'closed') resolved += 1;
    // Nobody is woken, and no percent is told, before twenty calls have shown what they are worth.
    if (resolved < 20) expect(['shadow', 'withdrawn', 'closed']).toContain(state);
    expect(odds.probability).toBeLessThanOrEqual(odds.cap);
    if (resolved < 20) expect(odds.display).toBe('band');
    expect(describeFact(evidence[0]!)).toMatch(
      /^The line "tpl_omen" preceded \d+ of \d+ past failures \(job\) by 14 min/,
    );
    expect(evidence[0]!.surprise).toBeGreaterThanOrEqual(3);
    if (revision === 1) expect(lead!.median).toBeGreaterThanOrEqual(5 * MINUTE);
  }
  expect(revisions.some(({ state, odds }) => state === 'active' && odds.display === 'percent')).toBe(true);
  const closed = revisions.filter(({ state }) => state === 'closed');
  const hits = closed.filter(({ outcome }) => outcome === 'hit');
  expect(hits.length).toBeGreaterThan(15);
  expect(closed.length - hits.length).toBe(2);
  for (const { issuedAt, onsetAt } of hits) expect(onsetAt! - issuedAt).toBe(14 * MINUTE);
  const rows = steps.flatMap(({ ledger }) => ledger).flatMap((row) => (row.type === 'forecast' ? row : []));
  expect(rows.length).toBeGreaterThan(10);
  for (const { tiers } of rows) expect(tiers).toHaveProperty('precursor');
});

test('the engine that was kept in the middle of a call goes on as the other', () => {
  const engine = createPrediction();
  runMinutes(engine, 0, 2 * DAY + 118, inputOf);
  const copy = createPrediction({}, engine.snapshot());
  const on = [engine, copy].map((one) => runMinutes(one, 2 * DAY + 118, 3 * DAY, inputOf).steps);
  expect(on[1]).toEqual(on[0]);
  expect(on[0]!.some(({ predictions }) => predictions.length > 0)).toBe(true);
});
