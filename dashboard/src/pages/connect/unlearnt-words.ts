import type { StatusView } from '../../answer-shapes.ts';

/** Of telemetry that came behind the front of analysis; empty when there is none. Times are those of the API, in UTC. */
export function unlearntWords(unlearnt: StatusView['history']['notLearnt']): string {
  if (unlearnt === null) return '';
  const { from, to } = unlearnt;
  return ` Telemetry from ${short(from)} to ${short(to)} UTC came after analysis had begun: it can be searched, and nothing was learnt from it.`;
}

function short(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
