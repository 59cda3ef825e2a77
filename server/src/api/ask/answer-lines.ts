// Rows of an answer as sentences, each with the page that shows the fact. Code writes every word.
import type { catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { BuiltQuery } from './build-query.ts';

export interface AnswerLine {
  readonly text: string;
  readonly page: string | null;
}

type Output<Name extends BuiltQuery['operation']> = OutputOf<(typeof catalog)[Name]>;

const MOST_CHARACTERS = 240;

const clock = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 19)}`;
const short = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
const cut = (text: string): string => (text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text);

/** `output`: of the operation named; the cast of each holds because the caller asked that operation. */
export function answerLines(operation: BuiltQuery['operation'], output: unknown, page: string): AnswerLine[] {
  switch (operation) {
    case 'searchLogs':
      return (output as Output<'searchLogs'>).items.map(({ time, severity, entity, body, traceId }) => ({
        text: cut(`${clock(time)} ${short(entity.name)} ${severity}: ${body}`),
        page: traceId === null ? page : `/explore/traces/${encodeURIComponent(traceId)}`,
      }));
    case 'queryRequests':
      return (output as Output<'queryRequests'>).items
        .map((item) => ({
          item,
          rate: meanOf(item.requestsPerSecond),
          errors: meanOf(item.errorShare),
          p95: meanOf(item.p95Ms),
        }))
        .sort((a, b) => (b.errors ?? 0) - (a.errors ?? 0) || (b.p95 ?? 0) - (a.p95 ?? 0))
        .map(({ item, rate, errors, p95 }) => ({
          text: `${short(item.entity.name)}: ${figure(rate)} requests a second, ${figure(errors === undefined ? undefined : errors * 100)} % fail, 95 % within ${figure(p95)} ms on average`,
          page: `/explore/metrics?entity=${encodeURIComponent(item.entity.id)}`,
        }));
    case 'listChanges':
      return (output as Output<'listChanges'>).items.map(({ time, entity, text }) => ({
        text: cut(`${clock(time)} ${short(entity.name)} ${text}`),
        page: `/map?entity=${encodeURIComponent(entity.id)}`,
      }));
    case 'listAnomalies':
      return (output as Output<'listAnomalies'>).items.map(({ onset, entity, sentence, explore }) => ({
        text: cut(`${clock(onset)} ${short(entity.name)}: ${sentence}`),
        page: explore,
      }));
    case 'listIncidents':
      return (output as Output<'listIncidents'>).items.map(({ id, startedAt, severity, state, title }) => ({
        text: cut(`${clock(startedAt)} ${severity}, ${state}: ${title}`),
        page: `/i/${encodeURIComponent(id)}`,
      }));
    case 'listPredictions':
      return (output as Output<'listPredictions'>).items.map(({ id, headline }) => ({
        text: cut(headline),
        page: `/p/${encodeURIComponent(id)}`,
      }));
  }
}

function meanOf(values: readonly (number | null)[]): number | undefined {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function figure(value: number | undefined): string {
  return value === undefined ? 'no data of' : String(Number(value.toPrecision(3)));
}
