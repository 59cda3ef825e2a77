// Log templates on Loghub-2k, corrected labels, one configuration: a line is assigned before the next one is seen.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityId } from '@foreshock/model/entity.ts';
import { createMiner } from '@foreshock/server/ingest/templates/mine-templates.ts';
import { bootstrap, meanOf, shuffled } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { readCsv } from '../read-csv.ts';
import { correctTemplate } from './correct-template.ts';
import { scoreTemplates, type TemplateScore } from './score-grouping.ts';

const SET = 'loghub-2k';
const LABELS = 'structured-corrected.csv';
const INFO = 9;

interface SystemScore {
  readonly name: string;
  readonly ours: TemplateScore;
  /** Every distinct line its own template. */
  readonly trivial: TemplateScore;
  readonly permuted: TemplateScore;
  /** Share of lines whose first template became the one at the end. */
  readonly stable: number;
}

/** `undefined` when the set is not there. */
export function evaluateTemplates(data: string): BlockResult | undefined {
  const folder = join(data, SET);
  if (!existsSync(folder)) return undefined;
  const systems = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, LABELS)))
    .sort()
    .map((name) => scoreSystem(name, join(folder, name, LABELS)));
  const row = (metric: keyof TemplateScore, toBeat: number, by: string, gate: number): MeasuredRow => {
    const ours = systems.map((system) => system.ours[metric]);
    return {
      set: SET,
      engine: 'templates',
      metric: `${metric.toUpperCase()} macro`,
      n: systems.length,
      trivial: meanOf(systems.map((system) => system.trivial[metric])),
      permuted: meanOf(systems.map((system) => system.permuted[metric])),
      ours: meanOf(ours),
      interval: bootstrap(ours),
      toBeat,
      by,
      gate,
    };
  };
  return {
    rows: [
      row('fga', 0.77, 'IPLoM, tuned per system', 0.82),
      row('fta', 0.28, 'Drain, tuned per system', 0.72),
      row('ga', 0.85, 'Drain, tuned per system', 0.7),
      row('pa', 0.32, 'Drain, tuned per system', 0.7),
    ],
    details: systems.map(({ name, ours, stable }) => {
      const { ga, fga, pa, fta } = ours;
      const figures = [ga, fga, pa, fta].map((value) => value.toFixed(3)).join(' / ');
      return `${SET} ${name}: GA / FGA / PA / FTA ${figures}, ${(100 * stable).toFixed(1)} % of lines had their final template at first sight`;
    }),
  };
}

function scoreSystem(name: string, file: string): SystemScore {
  const lines = readCsv(file);
  const truth = lines.map((line) => line.EventTemplate ?? '');
  const content = lines.map((line) => line.Content ?? '');
  const miner = createMiner();
  const first = content.map((text, i) => miner.assign(name as EntityId, text, false, INFO, i));
  const finalOf = new Map<string, string>();
  const textOf = new Map<string, string>();
  for (const { id, text, aliases } of miner.changed()) {
    textOf.set(id, correctTemplate(text.replace(/<[A-Z.*]+>/g, '<*>')));
    for (const known of [id, ...aliases]) finalOf.set(known, id);
  }
  const groups = first.map((id) => finalOf.get(id) ?? id);
  const text = (group: string): string => textOf.get(group) ?? '';
  const order = shuffled(truth.length, 1);
  return {
    name,
    ours: scoreTemplates(truth, groups, text),
    trivial: scoreTemplates(truth, content, (line) => correctTemplate(line)),
    permuted: scoreTemplates(
      order.map((line) => truth[line]!),
      groups,
      text,
    ),
    stable: first.filter((id, line) => id === groups[line]).length / first.length,
  };
}
