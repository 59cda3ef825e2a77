/**
 * What it means for a node when a measure of it leaves its level: which way is harm, what belongs together, and how much
 * is nothing at all. Read from the name, as OpenTelemetry and its relatives write it.
 */

export type HarmFamily =
  | 'cpu'
  | 'memory'
  | 'load'
  | 'network in'
  | 'network out'
  | 'process'
  | 'socket'
  | 'file system'
  | 'swap';

/** How large a deviation has to be to mean anything. */
type LeastUnit = 'count' | 'ratio' | 'load' | 'bytes';

export interface Harm {
  readonly family: HarmFamily;
  readonly direction: 'up' | 'down' | 'either';
  readonly unit: LeastUnit;
  /** Counts since boot: its steps are what matters. */
  readonly isCounter: boolean;
}

/** Sizes that are fixed, names, what has nothing to do, and what is zero until it is far too late. */
const NO_HARM =
  /hugepages|\.core\.|sleeping|unknown|listening|error|drop|cores|\.id$|\.name$|process.*idle|fsstat\.(count|total_files)|(memory|swap|total_size)\.(total|limit)$/;

/** `undefined` for a measure that says nothing about harm. */
export function harmOfMeasure(measure: string): Harm | undefined {
  if (NO_HARM.test(measure)) return undefined;
  const family = familyOf(measure);
  if (!family) return undefined;
  const isNetwork = family === 'network in' || family === 'network out';
  return {
    family,
    direction: isNetwork ? 'either' : /idle|free|available/.test(measure) ? 'down' : 'up',
    unit: unitOf(measure, family),
    isCounter: isNetwork,
  };
}

function familyOf(measure: string): HarmFamily | undefined {
  if (/network/.test(measure)) {
    if (/\.(in|receive|rx)\b/.test(measure)) return 'network in';
    return /\.(out|transmit|tx)\b/.test(measure) ? 'network out' : undefined;
  }
  if (/swap/.test(measure)) return 'swap';
  if (/socket|connection/.test(measure)) return 'socket';
  if (/load/.test(measure)) return 'load';
  if (/cpu|core/.test(measure)) return 'cpu';
  if (/memory/.test(measure)) return 'memory';
  if (/process|thread/.test(measure)) return 'process';
  return /fsstat|filesystem|disk/.test(measure) ? 'file system' : undefined;
}

function unitOf(measure: string, family: HarmFamily): LeastUnit {
  if (family === 'load') return 'load';
  if (/pct|ratio|utilization/.test(measure) || family === 'cpu') return 'ratio';
  if (/bytes|memory|free|size|usage/.test(measure)) return 'bytes';
  return 'count';
}

/** The least deviation that means anything, in the unit of the measure. */
export function leastDeviation({ unit }: Harm, level: number): number {
  switch (unit) {
    case 'count':
      return Math.max(1, 0.3 * Math.sqrt(Math.abs(level)));
    case 'ratio':
      return 0.004;
    case 'load':
      return 0.05;
    case 'bytes':
      return Math.max(1, 0.005 * Math.abs(level));
  }
}
