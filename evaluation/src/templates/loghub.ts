// Log templates on Loghub-2k, corrected labels, one configuration: a line is assigned before the next one is seen.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityId } from '@foreshock/model/entity.ts';
import { createMiner } from '@foreshock/server/ingest/templates/mine-templates.ts';
import { bootstrap, meanOf, shuffled } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { readCsv } from '../read-csv.ts';
import { correctTemplate } from './correct-template.ts';
import { type OracleRefinement, refineByOracle } from './refine-by-oracle.ts';
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
  /** After the nightly refinement, if the model that it asks were always right. */
  readonly refined: TemplateScore;
  readonly refinement: Pick<OracleRefinement, 'asked' | 'merged' | 'declined' | 'refused'>;
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
    details: [
      ...systems.map(
        ({ name, ours, stable }) =>
          `${SET} ${name}: GA / FGA / PA / FTA ${figuresOf(ours)}, ${(100 * stable).toFixed(1)} % of lines had their final template at first sight`,
      ),
      gateWithOracle(systems),
    ],
  };
}

function figuresOf({ ga, fga, pa, fta }: TemplateScore): string {
  return [ga, fga, pa, fta].map((value) => value.toFixed(3)).join(' / ');
}

/** A bound, not a result: no model was asked. */
function gateWithOracle(systems: readonly SystemScore[]): string {
  const mean = (metric: keyof TemplateScore): number => meanOf(systems.map(({ refined }) => refined[metric]));
  const refined = { ga: mean('ga'), fga: mean('fga'), pa: mean('pa'), fta: mean('fta') };
  const sum = (of: (one: SystemScore['refinement']) => number): number =>
    systems.reduce((total, { refinement }) => total + of(refinement), 0);
  const checks = new Map<string, number>();
  for (const { refinement } of systems)
    for (const [check, count] of refinement.refused) checks.set(check, (checks.get(check) ?? 0) + count);
  const refused = [...checks].sort().map(([check, count]) => `${check} ${count}`);
  return `${SET}, the gate of the refinement with a model that is always right (from the labels, a bound): GA / FGA / PA / FTA ${figuresOf(refined)}; of ${sum(({ asked }) => asked)} candidates ${sum(({ merged }) => merged)} merged, ${sum(({ declined }) => declined)} are not one by the labels, right answers refused: ${refused.join(', ') || 'none'}`;
}

function scoreSystem(name: string, file: string): SystemScore {
  const lines = readCsv(file);
  const truth = lines.map((line) => line.EventTemplate ?? '');
  const content = lines.map((line) => line.Content ?? '');
  const miner = createMiner();
  const first = content.map((text, i) => miner.assign(name as EntityId, text, false, INFO, i));
  const finalOf = new Map<string, string>();
  const textOf = new Map<string, string>();
  const templates = miner.changed();
  for (const { id, text, aliases } of templates) {
    textOf.set(id, correctTemplate(text.replace(/<[A-Z.*]+>/g, '<*>')));
    for (const known of [id, ...aliases]) finalOf.set(known, id);
  }
  const groups = first.map((id) => finalOf.get(id) ?? id);
  const text = (group: string): string => textOf.get(group) ?? '';
  const {
    groups: refinedGroups,
    textOf: mergedText,
    ...refinement
  } = refineByOracle(templates, { content, truth, groups });
  const refinedText = (group: string): string => {
    const merged = mergedText.get(group);
    return merged === undefined ? text(group) : correctTemplate(merged.replace(/<[A-Z.*]+>/g, '<*>'));
  };
  const order = shuffled(truth.length, 1);
  return {
    name,
    refined: scoreTemplates(truth, refinedGroups, refinedText),
    refinement,
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
