import { expect, test } from 'vitest';
import { missingFrom } from './q1-coverage.ts';
import { cause, change, order, packOf } from './test-answers.ts';

test('the strongest facts and the leading cause that no sentence speaks of are missing', () => {
  const pack = packOf();
  const fell = { ...change, text: '{{V3.measure}} on {{E3}} fell.', subject: 'E3', evidence: ['V3'] };
  expect(missingFrom([order, cause, fell], pack)).toEqual([]);
  expect(missingFrom([fell], pack)).toEqual(['V1', 'V2', 'E1']);
});
