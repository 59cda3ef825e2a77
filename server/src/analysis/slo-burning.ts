import type { Slo } from '@foreshock/model/slo.ts';
import { type BurnRule, burnRules, createBurnReader, type SloCount } from '@foreshock/model/slo-burn.ts';
import { HOUR, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';

/** What the store gives for an SLO: the minutes to analyse and those before them that their windows need. */
export interface SloMinutes {
  readonly slo: Slo;
  readonly range: TimeRange;
  readonly counts: readonly SloCount[];
}

/** The burn of an SLO at the end of a minute. */
export interface SloBurning {
  readonly slo: Slo;
  /** 0 without requests. */
  readonly burn1h: number;
  readonly burn5m: number;
  /** The faster of those that are met. */
  readonly met?: {
    readonly rule: BurnRule;
    /** Of the rule's long window. */
    readonly burn: number;
    /** Bad requests that were sent in it, and how many a service would have that just keeps its promise. */
    readonly bad: number;
    readonly expected: number;
    readonly onset: Timestamp;
  };
}

/** By SLO, for any minute of its range. */
export function createBurningReader(read: readonly SloMinutes[]): (minute: Timestamp) => SloBurning[] {
  const readers = read.map(({ slo, range, counts }) => ({ slo, reader: createBurnReader(counts, range, slo) }));
  return (minute) => {
    const at = minute + MINUTE;
    return readers.map(({ slo, reader }) => {
      const rule = burnRules.find((one) => reader.rule(at, one) === 'burning');
      return {
        slo,
        burn1h: reader.window(at, HOUR).burn ?? 0,
        burn5m: reader.window(at, 5 * MINUTE).burn ?? 0,
        ...(rule && {
          met: {
            rule,
            burn: reader.window(at, rule.longMs).burn ?? 0,
            ...reader.chance(at, rule.longMs),
            onset: reader.onset(at, rule),
          },
        }),
      };
    });
  };
}
