import { expect, test } from 'vitest';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import { evidenceFinding } from './evidence-finding.ts';

const fact = (contribution: number | undefined, stance: EvidenceLine['stance'] = 'for') =>
  ({ contribution, stance }) as EvidenceLine;

test('the finding counts what raises and what lowers, and where it ends', () => {
  expect(evidenceFinding([fact(1.3), fact(0.8), fact(0.7), fact(-0.4, 'against')], 0.18)).toBe(
    '3 facts raise the odds from 18 to 78 %, 1 lowers them to 71',
  );
  expect(evidenceFinding([fact(1)], 0.5)).toBe('1 fact raises the odds from 50 to 73 %');
});

test('without odds no percent is made up', () => {
  expect(evidenceFinding([fact(undefined), fact(undefined, 'against')], undefined)).toBe(
    '1 fact speaks for it, 1 against',
  );
});
