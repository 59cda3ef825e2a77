import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { expect, test } from 'vitest';
import type { MinuteFrame } from '../../minute-frame.ts';
import type { Reading } from '../reading.ts';
import { type FrameBuilder, frameAt, poisson, seededRandom } from '../scenario.test-support.ts';
import { createLogCountDetector } from './log-counts.ts';

function readingsByMinute(
  minutes: number,
  fill: (frame: FrameBuilder, i: number) => void,
  change?: (frame: MinuteFrame, i: number) => MinuteFrame,
): (readonly Reading[])[] {
  const detector = createLogCountDetector();
  return Array.from({ length: minutes }, (_, i) => {
    const builder = frameAt(i);
    fill(builder, i);
    const frame = builder.build();
    return detector.step(change?.(frame, i) ?? frame).readings.filter((reading) => reading.surprise >= 3);
  });
}

test('a template never seen is new once much was heard, and an error counts more', () => {
  const random = seededRandom(1);
  const at = (severity: number) =>
    readingsByMinute(301, (frame, i) => {
      frame.log('cart', 'served', 50 + poisson(random, 5));
      if (i === 300) frame.log('cart', 'card refused', 1, severity);
    })[300]!;
  expect(at(9)).toMatchObject([
    { direction: 'new', measure: 'card refused', isHarm: false, source: { kind: 'template' } },
  ]);
  expect(at(17)).toMatchObject([{ direction: 'new', isHarm: true }]);
  expect(at(17)[0]!.surprise).toBeCloseTo(at(9)[0]!.surprise + 1, 1);
});

test('nothing is new of a workload that was hardly heard', () => {
  const found = readingsByMinute(100, (frame, i) => frame.log('cart', i === 99 ? 'first words' : 'served', 3));
  expect(found[99]!.filter((reading) => reading.direction === 'new')).toEqual([]);
});

test('a template that generalised is not new', () => {
  const random = seededRandom(2);
  const found = readingsByMinute(
    301,
    (frame, i) => {
      frame.log('cart', 'served', 50 + poisson(random, 5));
      if (i < 300) frame.log('cart', 'miss alpha', 5);
      else frame.log('cart', 'miss any', 5);
    },
    (frame) => {
      const id = 'tpl_miss_any' as TemplateId;
      const general = frame.templateById.get(id);
      if (general === undefined) return frame;
      return {
        ...frame,
        templateById: new Map([...frame.templateById, [id, { ...general, aliases: ['tpl_miss_alpha' as TemplateId] }]]),
      };
    },
  );
  expect(found[300]).toEqual([]);
});

test('templates that became one are one volume, and none of them is missed', () => {
  const random = seededRandom(4);
  const found = readingsByMinute(
    331,
    (frame, i) => {
      frame.log('cart', 'served', 50 + poisson(random, 5));
      if (i >= 300) return frame.log('cart', 'miss any', 60);
      frame.log('cart', 'miss alpha', 30);
      frame.log('cart', 'miss beta', 30);
    },
    (frame) => {
      const id = 'tpl_miss_any' as TemplateId;
      const merged = frame.templateById.get(id);
      if (merged === undefined) return frame;
      const aliases = ['tpl_miss_alpha', 'tpl_miss_beta'] as readonly string[] as readonly TemplateId[];
      return { ...frame, templateById: new Map([...frame.templateById, [id, { ...merged, aliases }]]) };
    },
  );
  expect(found.slice(300).flat()).toEqual([]);
});

test('a burst and a template that fell silent are told as lines a minute', () => {
  const random = seededRandom(3);
  const found = readingsByMinute(900, (frame, i) => {
    frame.log('cart', 'served', poisson(random, 40));
    frame.log('cart', 'retry', i === 899 ? 60 : poisson(random, 3), 17);
    frame.log('cart', 'heartbeat', i === 899 ? 0 : poisson(random, 30));
  });
  const last = found[899]!.filter((reading) => reading.kind === 'logs');
  expect(last.find((reading) => reading.measure === 'retry')).toMatchObject({
    direction: 'up',
    observed: 60,
    unit: '1/min',
    isHarm: true,
  });
  expect(last.find((reading) => reading.measure === 'heartbeat')).toMatchObject({ direction: 'gone', observed: 0 });
});

test('counts that vary as chance does are quiet', () => {
  const random = seededRandom(4);
  const found = readingsByMinute(1_500, (frame) => {
    for (const [text, mean] of [
      ['often', 40],
      ['seldom', 0.3],
      ['now and then', 3],
    ] as const)
      frame.log('cart', text, poisson(random, mean));
  });
  const judged = found.slice(30).length * 3;
  expect(found.flat().length / judged).toBeLessThan(5e-3);
});

test('more errors among the lines are a share, and name the template that brings them', () => {
  const random = seededRandom(5);
  const found = readingsByMinute(200, (frame, i) => {
    frame.log('cart', 'served', 50 + poisson(random, 5));
    frame.log('cart', 'failed', i === 199 ? 40 : 0, 17);
  });
  const share = found[199]!.find((reading) => reading.kind === 'errors')!;
  expect(share).toMatchObject({
    entity: 'ent_cart' as EntityId,
    unit: 'share',
    measure: 'log error share',
    source: { kind: 'template', template: 'tpl_failed' },
  });
  expect(share.observed).toBeGreaterThan(0.3);
});
