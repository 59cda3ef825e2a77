// A request that an engine with little memory can never store, and what is looked for after it.
import type { Client } from '@foreshock/contract/client.ts';
import { expect } from 'vitest';
import { sendOtlp } from './send-otlp.ts';
import { CART, logsOf, nanos } from './shop-telemetry.ts';
import { storedNumbers, wrongNumbers } from './stored-numbers.ts';
import { until } from './until.ts';

const MIB = 2 ** 20;
/** An append may take 128 MiB: to write one line of 60 MiB the engine needs more. */
export const LITTLE_MEMORY = { FORESHOCK_STORE_INSERT_MEMORY_BYTES: String(128 * MIB) };
export const GIANT_SECRET = 'anna.secret@example.org';

/** `time`: of the record, in ms. */
export const sendGiant = (origin: string, name: string, time: number): Promise<void> =>
  sendOtlp(
    origin,
    'logs',
    logsOf(CART, [
      {
        timeUnixNano: nanos(time),
        severityNumber: 9,
        body: `giant ${name} of ${GIANT_SECRET} ${'x'.repeat(60 * MIB)}`,
      },
    ]),
    { encoding: 'gzip' },
  );

export async function expectEachStoredOnce(
  client: Client,
  acknowledged: readonly number[],
  withinMs: number,
): Promise<void> {
  await until('all that was acknowledged to be stored', withinMs, async () => {
    const filters = [{ field: 'attributes.test.number', operator: 'exists' as const, value: '' }];
    return (await client('countLogs', { last: 'PT2H', filters })).total >= acknowledged.length;
  });
  expect(wrongNumbers(acknowledged, await storedNumbers(client))).toEqual({ missing: [], doubled: [] });
}
