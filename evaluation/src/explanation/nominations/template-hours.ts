// Counts of log templates as services write them: steady, with a daily course, in bursts, rare. Nothing is odd in them
// unless it is planted.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import { type CountedTemplate, WINDOW_MS, WINDOWS } from '@foreshock/server/explanation/nomination/nomination-pack.ts';
import { createRandom, type Random } from '@foreshock/simulator/random.ts';

export const SINCE = 1_000 * DAY;
const USUAL = DAY / WINDOW_MS;
const TEMPLATES = 40;
const KINDS = ['steady', 'daily', 'bursts', 'rare'] as const;

/** The templates of one hour, with the day before. */
export function templateHour(seed: number): CountedTemplate[] {
  return Array.from({ length: TEMPLATES }, (_, at) => {
    const random = createRandom(seed).fork(`template ${at}`);
    const kind = KINDS[at % KINDS.length]!;
    const base = kind === 'rare' ? 0.3 : random.pick([2, 5, 15, 40, 150]);
    const counts = Array.from({ length: USUAL + WINDOWS }, (_count, window) => countOf(kind, base, window, random));
    const firstSeen = SINCE - 10 * DAY;
    return {
      template: {
        id: `tpl_${at}` as TemplateId,
        entity: `ent_${at % 8}` as EntityId,
        text: `a line of kind ${at}`,
        aliases: [],
        severityNumber: at % 5 === 0 ? 17 : 9,
        firstSeen,
        lastSeen: SINCE + HOUR,
        count: 10_000,
      },
      counts: {
        usual: counts.slice(0, USUAL),
        shown: counts.slice(USUAL),
        heard: Array(WINDOWS).fill(true),
        firstSeen,
      },
    };
  });
}

function countOf(kind: (typeof KINDS)[number], base: number, window: number, random: Random): number {
  const course = kind === 'daily' ? 1 + 0.5 * Math.sin((2 * Math.PI * window) / USUAL) : 1;
  const burst = kind === 'bursts' && random.chance(0.05) ? 8 : 1;
  return random.poisson(base * course * burst);
}
