import type { TraceView } from '../../answer-shapes.ts';
import { shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { valueWords } from '../../words/value-words.ts';

/** Where the error began, else which span of the critical path took the most time by itself. */
export function traceFinding(trace: Pick<TraceView, 'spans' | 'durationMs'>): string {
  const origin = trace.spans.find((span) => span.errorOrigin);
  const longest = trace.spans.filter((span) => span.onCriticalPath).sort((a, b) => b.selfMs - a.selfMs)[0];
  const took = longest
    ? `took ${valueWords(longest.selfMs, 'ms')} by itself, ${percentWords(longest.selfMs / Math.max(trace.durationMs, 0.001))} of the trace.`
    : `The trace took ${valueWords(trace.durationMs, 'ms')}.`;
  const slow = longest ? `${shortName(longest.entity.name)} ${longest.name} ${took}` : took;
  if (!origin) return slow;
  const began = `The error began at ${shortName(origin.entity.name)} ${origin.name}`;
  return origin === longest ? `${began}, which ${took}` : `${began}. ${slow}`;
}
