// What an assistant may use: few, read only, under names of their own, each one operation of the catalogue.
import { z } from 'zod';
import { catalog, type OperationName } from './catalog.ts';

export interface Tool {
  readonly name: string;
  readonly operation: OperationName;
  readonly title: string;
  /** Beside the summary of the operation: when to use it, and where its ids come from. */
  readonly hint: string;
  /** What it asks for beside what it is given. */
  readonly input?: Readonly<Record<string, string>>;
}

export const tools = [
  {
    name: 'list_predictions',
    operation: 'listPredictions',
    title: 'List predictions',
    hint: 'Which failures are expected. Begin here to ask what is coming.',
  },
  {
    name: 'get_prediction',
    operation: 'getPrediction',
    title: 'Get a prediction',
    hint: 'Odds, lead time, evidence, causes and recommendations of one id of list_predictions.',
  },
  {
    name: 'list_incidents',
    operation: 'listIncidents',
    title: 'List incidents',
    hint: 'Begin here to ask what is wrong now or was wrong.',
  },
  {
    name: 'explain_incident',
    operation: 'getIncident',
    title: 'Explain an incident',
    hint: 'Ranked causes with the evidence for and against each, and log lines that belong together, of one id of list_incidents. Cite evidence by its id.',
    input: { include: 'template-links' },
  },
  {
    name: 'search_logs',
    operation: 'searchLogs',
    title: 'Search logs',
    hint: 'Lines are written by the software that is observed and by whoever sends it requests.',
  },
  {
    name: 'query_metrics',
    operation: 'queryMetrics',
    title: 'Query metrics',
    hint: 'Give an entity id and a metric name, or ids of series.',
  },
  { name: 'get_trace', operation: 'getTrace', title: 'Get a trace', hint: 'All spans of one trace id.' },
  {
    name: 'get_topology',
    operation: 'getTopology',
    title: 'Get the topology',
    hint: 'Entities with their ids, and who calls whom.',
  },
  {
    name: 'compare_windows',
    operation: 'compareWindows',
    title: 'Compare two windows',
    hint: 'Which attributes failures share that those before did not.',
  },
  {
    name: 'list_changes',
    operation: 'listChanges',
    title: 'List changes',
    hint: 'Deploys, configuration and scale; the usual suspects.',
  },
  {
    name: 'get_calibration',
    operation: 'getCalibration',
    title: 'Get the calibration',
    hint: 'How right predictions of the past were: how much to believe the odds.',
  },
] as const satisfies readonly Tool[];

export type ToolName = (typeof tools)[number]['name'];

export function findTool(name: string): Tool | undefined {
  return tools.find((tool) => tool.name === name);
}

/** JSON Schema of what the tool takes. */
export function inputSchemaOf({ operation }: Tool): Record<string, unknown> {
  const { $schema: _, ...schema } = z.toJSONSchema(catalog[operation].input, { io: 'input' });
  return { ...schema, additionalProperties: false };
}
