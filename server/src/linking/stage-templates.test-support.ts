// Log templates of services that call each other, and that have nothing to do with each other beyond the incident in which
// they stand: the same requests pass all of them, the same traffic, and every rate rises in it.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { LinkCandidate } from '@foreshock/model/template-link.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { counterUniform } from '../analysis/statistics/counter-hash.ts';
import type { LinkSources } from './link-by-rule.ts';
import type { TraceVisit } from './shared-traces.ts';

const START = 1_000_000 * MINUTE;
const MINUTES = 60;
const ROUTES = ['GET /cart', 'POST /pay', 'GET /'];
const SERVICES = ['web', 'cart', 'pay', 'stock'] as const;
const TEMPLATES_EACH = 3;

export interface StagedOptions {
  readonly seed: number;
  readonly requestsPerMinute: number;
  /** Chance that a request on which the first warns has the second warn too; 0: they are independent. */
  readonly causing?: number;
  /** Of the templates of which one may cause the other; each its own without it. */
  readonly rate?: number;
}

/** Each template has its own route, onset, rate and bursts. With `causing` what T0 of `cart` says makes T0 of `web` say its own. */
export function stageTemplates({ seed, requestsPerMinute, causing = 0, rate }: StagedOptions): LinkSources {
  const uniform = (...counters: number[]): number => counterUniform(seed, ...counters);
  const candidates = SERVICES.flatMap((service, of) =>
    Array.from(
      { length: TEMPLATES_EACH },
      (_, at): LinkCandidate & { readonly rate: number; readonly route: number } => {
        const id = of * TEMPLATES_EACH + at;
        const onset = Math.floor(25 * uniform(1, id));
        return {
          template: `tpl_${service}_${at}` as TemplateId,
          aliases: [],
          entity: `ent_${service}` as EntityId,
          text: `${service} complains in way ${at}`,
          severityNumber: 17,
          firstSeen: START,
          isNew: true,
          total: 100,
          count: 0,
          onset: START + onset * MINUTE,
          rate: (at === 0 ? rate : undefined) ?? [0.03, 0.2, 0.6][(id + of) % 3]!,
          route: Math.floor(uniform(2, id) * ROUTES.length),
        };
      },
    ),
  );
  const visits: TraceVisit[] = [];
  const counts = new Map(candidates.map(({ template }) => [template, new Array<number>(MINUTES).fill(0)]));
  const entities = new Set(SERVICES.map((service) => `ent_${service}` as EntityId));
  for (let minute = 0; minute < MINUTES; minute += 1) {
    const traffic = requestsPerMinute * (1 + 0.5 * Math.sin(minute / 10));
    for (let request = 0; request < traffic; request += 1) {
      const route = Math.floor(uniform(3, minute, request) * ROUTES.length);
      const start = START + minute * MINUTE;
      const templates = new Set<TemplateId>();
      candidates.forEach((candidate, id) => {
        // Some complain in bursts of their own.
        const burst = id % 2 === 0 && uniform(4, id, Math.floor((minute + id) / 4)) < 0.3 ? 3 : 1;
        const isUp = start >= candidate.onset && (id % 4 === 0 || route === candidate.route);
        if (isUp && uniform(5, id, minute, request) < candidate.rate * burst) templates.add(candidate.template);
      });
      if (templates.has('tpl_cart_0' as TemplateId) && uniform(6, minute, request) < causing)
        templates.add('tpl_web_0' as TemplateId);
      for (const template of templates) counts.get(template)![minute]! += 1;
      visits.push({ route: ROUTES[route]!, start, entities, templates });
    }
  }
  const relations = (['cart', 'pay', 'stock'] as const).map((callee) => ({
    from: 'ent_web' as EntityId,
    to: `ent_${callee}` as EntityId,
    kind: 'calls' as const,
    lastSeen: START,
  }));
  return { candidates, visits, counts, from: START, topology: { relations } };
}
