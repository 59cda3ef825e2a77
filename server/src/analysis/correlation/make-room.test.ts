import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { MOST_OPEN_INCIDENTS } from '@foreshock/model/incident-crowd.ts';
import { expect, test } from 'vitest';
import { anomaly, at, correlate, id } from './correlate.test-support.ts';

/** So many services that nobody calls, each with an anomaly that lasts. */
function filled(difference: Partial<Anomaly> = {}) {
  const run = correlate(Array.from({ length: MOST_OPEN_INCIDENTS + 10 }, (_, i) => `s${i}>s${i}`).join(' '));
  const lasting = Array.from({ length: MOST_OPEN_INCIDENTS }, (_, i) =>
    anomaly(`s${i}`, Math.floor(i / 50), { measure: `GET /${i}`, ...difference }),
  );
  for (let minute = 0; minute < 4; minute++)
    run.step({ minute, anomalies: lasting.filter(({ onset }) => onset === at(minute)) });
  return { run, lasting };
}

const open = (run: ReturnType<typeof correlate>) => run.incidents().filter(({ state }) => state === 'open');
const onlyNew = (minute: number, difference: Partial<Anomaly> = {}) =>
  anomaly(`s${MOST_OPEN_INCIDENTS + 1}`, minute, { measure: 'new', ...difference });

test('the 201st incident closes the oldest that hurts no user, and says that this was no all-clear', () => {
  const { run, lasting } = filled();
  expect(open(run)).toHaveLength(MOST_OPEN_INCIDENTS);
  run.step({ minute: 30, anomalies: [...lasting, onlyNew(30)] });
  expect(open(run)).toHaveLength(MOST_OPEN_INCIDENTS);
  const [gone, ...others] = run.incidents().filter(({ state }) => state === 'resolved');
  expect(others).toEqual([]);
  expect(gone).toMatchObject({ closure: 'gave-way', startedAt: at(0) });
  expect(run.crowd()).toMatchObject({ open: MOST_OPEN_INCIDENTS, gaveWay: 1, joined: 0, refused: 0 });
});

test('what hurts users never gives way, and one more of it joins an open incident', () => {
  const { run, lasting } = filled({ marks: ['user-facing'] });
  const another = onlyNew(30, { marks: ['user-facing'] });
  run.step({ minute: 30, anomalies: [...lasting, another] });
  expect(run.incidents().filter(({ state }) => state === 'resolved')).toEqual([]);
  expect(open(run).filter(({ anomalies }) => anomalies.includes(another.id))).toHaveLength(1);
  expect(run.crowd()).toMatchObject({ gaveWay: 0, joined: 1, refused: 0 });
});

test('what hurts nobody opens nothing where all that is open hurts users, and is counted once while it waits', () => {
  const { run, lasting } = filled({ marks: ['user-facing'] });
  const weak = onlyNew(30);
  for (const minute of [30, 31, 32]) run.step({ minute, anomalies: [...lasting, weak] });
  expect(run.incidents().some(({ entities }) => entities.some(({ entity }) => entity === weak.entity))).toBe(false);
  expect(run.crowd()).toMatchObject({ refused: 1, waiting: 1, lastAt: at(32) });
  run.step({ minute: 33, anomalies: lasting });
  expect(run.crowd()).toMatchObject({ refused: 1, waiting: 0 });
});

test('weak incidents do not push each other out within a quarter of an hour', () => {
  const { run, lasting } = filled();
  run.step({ minute: 6, anomalies: [...lasting, onlyNew(6)] });
  expect(run.crowd()).toMatchObject({ gaveWay: 0, refused: 1 });
  run.step({
    minute: 7,
    anomalies: [...lasting, onlyNew(6), onlyNew(7, { marks: ['user-facing'], entity: id('s205') })],
  });
  expect(run.crowd()).toMatchObject({ gaveWay: 1, refused: 1 });
});

test('the counts survive a restart', () => {
  const { run, lasting } = filled();
  run.step({ minute: 30, anomalies: [...lasting, onlyNew(30)] });
  run.restart();
  run.step({ minute: 31, anomalies: lasting });
  expect(run.crowd()).toMatchObject({ gaveWay: 1 });
});
