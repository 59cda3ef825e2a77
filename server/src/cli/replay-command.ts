import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { InputOf, OutputOf } from '@foreshock/contract/operation.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type CliCommand, tell } from './cli-tools.ts';
import { plainLine } from './table-text.ts';

type Thresholds = NonNullable<InputOf<Catalog['replayWarnings']>['thresholds']>;
type Replayed = OutputOf<Catalog['replayWarnings']>;

/** `disk_full=0.7,out_of_memory=0.5`. */
function parseThresholds(text: string): Result<Thresholds> {
  const thresholds: Thresholds = [];
  for (const part of text.split(',').filter((one) => one.trim() !== '')) {
    const [failureName, odds] = part.split('=').map((word) => word.trim());
    const probability = Number(odds);
    if (!failureName || odds === undefined || !Number.isFinite(probability))
      return failure('input-invalid', `--threshold is "${text}": expected one such as disk_full=0.7`);
    // The server refuses another word and names those that there are.
    thresholds.push({ failure: failureName as Thresholds[number]['failure'], probability });
  }
  return success(thresholds);
}

function recordLine(name: string, { pages, hits, misses, caught, leadMedian }: Replayed['real']): string {
  return `${name}: ${pages} pages, ${hits} came true, ${misses} did not; ${caught} failures caught, ${leadMedian ?? 'no'} lead`;
}

export const replayCommand: CliCommand = {
  name: 'replay',
  usage: '[--threshold disk_full=0.7,...] [--pages-per-week N] [--last P30D]',
  summary: 'what other thresholds or another budget would have told, from the ledger; nothing is changed',
  flags: ['threshold', 'pages-per-week', 'last'],
  words: 0,
  run: async (call) => {
    const thresholds = parseThresholds(call.flags.get('threshold') ?? '');
    if (!thresholds.ok) {
      call.tools.complain(thresholds.error.message);
      return 2;
    }
    const pages = call.flags.get('pages-per-week');
    const answer = await call.client('replayWarnings', {
      thresholds: thresholds.value,
      ...(pages !== undefined && { pagesPerWeek: Number(pages) }),
      last: call.flags.get('last') ?? 'P30D',
    });
    return tell(call, answer, ({ from, to, forecasts, before, after, pagesAdded, pagesRemoved }) =>
      [
        `${forecasts} forecasts from ${from} to ${to}`,
        recordLine('as it is set', before),
        recordLine('as asked', after),
        ...pagesAdded.map(({ entity, failure: what, issuedAt, outcome }) =>
          plainLine(`added: ${issuedAt} ${entity.name} ${what}, ${outcome}`),
        ),
        ...pagesRemoved.map(({ entity, failure: what, issuedAt, outcome }) =>
          plainLine(`removed: ${issuedAt} ${entity.name} ${what}, ${outcome}`),
        ),
      ].join('\n'),
    );
  },
};
