// What the public API shows of the numbered requests, record by record.
import type { Client } from '@foreshock/contract/client.ts';
import { checkOf, METRIC, numberedRequest, pointValue, STEP_MS, timeOfPoints } from './numbered-request.ts';

/** Of one request: how often each of its records is stored, by index. */
export type StoredRequests = ReadonlyMap<number, ReadonlyMap<number, number>>;

export interface AskedRange {
  readonly seed: number;
  readonly origin: number;
  /** Numbers below were sent. */
  readonly sent: number;
}

/** Records that say something of themselves that was never sent. */
export interface Stored {
  readonly requests: StoredRequests;
  readonly strange: readonly string[];
}

export async function storedRequests(client: Client, range: AskedRange): Promise<Stored> {
  const requests = new Map<number, Map<number, number>>();
  const strange: string[] = [];
  const count = (number: number, index: number, times: number): void => {
    const records = requests.get(number) ?? new Map<number, number>();
    requests.set(number, records);
    records.set(index, (records.get(index) ?? 0) + times);
  };
  await countLogs(client, range, count, strange);
  await countSpans(client, range, count, strange);
  await countPoints(client, range, count, strange);
  return { requests, strange };
}

type Count = (number: number, index: number, times: number) => void;
type Attributes = readonly { readonly key: string; readonly value: string }[];

function countOne(attributes: Attributes, what: string, count: Count, strange: string[]): void {
  const attribute = (key: string): string | undefined => attributes.find((one) => one.key === key)?.value;
  const number = Number(attribute('oracle.request'));
  const index = Number(attribute('oracle.index'));
  if (attribute('oracle.check') === checkOf(number, index)) count(number, index, 1);
  else strange.push(`${what} ${number}/${index} with check ${attribute('oracle.check')}`);
}

async function countLogs(client: Client, { origin }: AskedRange, count: Count, strange: string[]): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await client('searchLogs', {
      from: timeText(origin - STEP_MS),
      to: timeText(origin + 3_600_000),
      filters: [{ field: 'attributes.oracle.request', operator: 'exists', value: '' }],
      limit: 1000,
      order: 'oldest',
      ...(cursor !== undefined && { cursor }),
    });
    for (const { attributes } of page.items) countOne(attributes, 'log record', count, strange);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

/** All traces by their number of spans, and every twentieth span by span. */
async function countSpans(client: Client, range: AskedRange, count: Count, strange: string[]): Promise<void> {
  let cursor: string | undefined;
  do {
    const page = await client('searchTraces', {
      from: timeText(range.origin - STEP_MS),
      to: timeText(range.origin + 3_600_000),
      limit: 1000,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { traceId, spans } of page.items) {
      const number = Number.parseInt(traceId.slice(4), 16);
      if (!traceId.startsWith('0c1e')) strange.push(`trace ${traceId}`);
      else if (number % 20 === 2) await countSpansOf(client, traceId, count, strange);
      else countEvenly(number, spans, numberedRequest(range.seed, number).records, count);
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

async function countSpansOf(client: Client, traceId: string, count: Count, strange: string[]): Promise<void> {
  const { spans } = await client('getTrace', { traceId });
  for (const { attributes } of spans) countOne(attributes, 'span', count, strange);
}

/** Without a look at each span: as many as were sent are one of each; what is over or missing is so at the end. */
function countEvenly(number: number, stored: number, records: number, count: Count): void {
  for (let index = 0; index < records; index += 1) {
    const times = Math.floor(stored / records) + (index < stored % records ? 1 : 0);
    if (times > 0) count(number, index, times);
  }
}

const STEPS_ASKED = 300;

async function countPoints(client: Client, range: AskedRange, count: Count, strange: string[]): Promise<void> {
  const numbers = Array.from({ length: range.sent }, (_, number) => number).filter((number) => number % 3 === 1);
  for (let at = 0; at < numbers.length; at += STEPS_ASKED) {
    const asked = numbers.slice(at, at + STEPS_ASKED);
    const to = timeOfPoints(asked[0]!, range.origin) + STEP_MS / 2;
    const from = timeOfPoints(asked.at(-1)!, range.origin) - STEP_MS / 2;
    const { items: series } = await client('listSeries', { from: timeText(from), to: timeText(to), metric: METRIC });
    if (series.length === 0) continue;
    const answer = await client('queryMetrics', {
      from: timeText(from),
      to: timeText(to),
      series: series.map(({ id }) => id),
      step: `PT${STEP_MS / 1_000}S`,
    });
    for (const { attributes, values } of answer.items) {
      const index = Number(attributes['oracle.index']);
      for (const number of asked) {
        const slot = Math.floor((timeOfPoints(number, range.origin) - Date.parse(answer.from)) / STEP_MS);
        const rate = values[slot];
        if (rate === null || rate === undefined) continue;
        const times = (rate * (STEP_MS / 1_000)) / pointValue(number, index);
        if (Math.abs(times - Math.round(times)) < 1e-6) count(number, index, Math.round(times));
        else strange.push(`point ${number}/${index} with ${times} times its value`);
      }
    }
  }
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}
