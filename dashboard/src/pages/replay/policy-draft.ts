import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { InputOf } from '@foreshock/contract/operation.ts';
import { failures } from '@foreshock/model/failure.ts';

export type ReplayInput = InputOf<Catalog['replayWarnings']>;
export type PolicyDraft = Pick<ReplayInput, 'pagesPerWeek'> & {
  readonly thresholds: NonNullable<ReplayInput['thresholds']>;
};

/** `disk_full 70, pages 3`, as the address holds it. */
export function writeDraft({ thresholds, pagesPerWeek }: PolicyDraft): string {
  const parts = thresholds.map(({ failure, probability }) => `${failure} ${Math.round(100 * probability)}`);
  return [...parts, ...(pagesPerWeek === undefined ? [] : [`pages ${pagesPerWeek}`])].join(', ') || 'learnt';
}

/** `undefined` when the address asks for nothing; parts that cannot be read are left out. */
export function readDraft(text: string | undefined): PolicyDraft | undefined {
  if (text === undefined || text === '') return undefined;
  const thresholds: PolicyDraft['thresholds'] = [];
  let pagesPerWeek: number | undefined;
  for (const part of text.split(',')) {
    const [, name, digits] = /^\s*(\w+)\s+(\d{1,4})\s*$/.exec(part) ?? [];
    const value = Number(digits);
    const failure = failures.find((one) => one === name);
    if (name === 'pages' && value <= 1_000) pagesPerWeek = value;
    else if (failure && value >= 5 && value <= 99) thresholds.push({ failure, probability: value / 100 });
  }
  return { thresholds, ...(pagesPerWeek !== undefined && { pagesPerWeek }) };
}
