import { expect, test } from 'vitest';
import { closureSentence, closureWords, incidentClosures } from './incident-closure.ts';

test.each(incidentClosures)(
  'an incident that is over by %s is called resolved only where that was seen or said',
  (closure) => {
    const isSeen = closure === 'all-clear' || closure === 'by-hand';
    expect(closureWords[closure].includes('resolved')).toBe(isSeen);
    expect(closureWords[closure].includes('without an all-clear')).toBe(!isSeen);
    expect(closureSentence(closure)?.includes('without an all-clear') ?? false).toBe(!isSeen);
  },
);
