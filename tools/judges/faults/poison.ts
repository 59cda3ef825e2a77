// Requests that the store can never take come in between others, and the engine is killed while it looks for them.
import { startOracleClient } from '../../../test/support/oracle/oracle-client.ts';
import { startPlatform } from '../../../test/support/platform.ts';
import { sendOtlp } from '../../../test/support/send-otlp.ts';
import { CART, logsOf, nanos } from '../../../test/support/shop-telemetry.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';
import { judgeStored } from './judge-stored.ts';

const MIB = 2 ** 20;
/** To write one line of 60 MiB an append needs more than this. */
const variables = { FORESHOCK_STORE_INSERT_MEMORY_BYTES: String(128 * MIB) };
const LINE_BYTES = 60 * MIB;
const LOOKS_WITHIN_MS = 90_000;

export async function judgeByPoison(seed: number, rounds: number, report: (judged: JudgedCase) => void): Promise<void> {
  const platform = await startPlatform({ variables });
  const client = startOracleClient({ otlpHttp: platform.otlpHttp, otlpGrpc: platform.otlpGrpc, seed });
  const searches = (): number => platform.output().split('looking for the guilty one').length;
  try {
    await until('the first requests', LOOKS_WITHIN_MS, () => client.log.countOf('acked') > 50, platform.output);
    for (let round = 0; round < rounds; round++) {
      const before = searches();
      await sendOtlp(platform.otlpHttp, 'logs', poison(round), { encoding: 'gzip' });
      await until('the search to begin', LOOKS_WITHIN_MS, () => searches() > before, platform.output);
      process.kill(platform.pidOf('engine'), 'SIGKILL');
    }
    await client.stop();
    const name = `killed in the search for poison, seed ${seed}`;
    const api = await judgeStored({ platform, client, name, detail: '', report });
    const waiting = async (): Promise<number> => (await api('listQuarantine', {})).items.length;
    await until('all of them to be set aside', LOOKS_WITHIN_MS, async () => (await waiting()) >= rounds).catch(
      () => {},
    );
    const count = await waiting();
    const detail = `${count} set aside of ${rounds} sent`;
    report({ name: 'poison is set aside once', verdict: count === rounds ? 'held' : 'broken', detail });
  } finally {
    client.kill();
    await platform.remove();
  }
}

function poison(round: number): Uint8Array {
  const body = `poison ${round} ${'x'.repeat(LINE_BYTES)}`;
  return logsOf(CART, [{ timeUnixNano: nanos(Date.now()), severityNumber: 9, body }]);
}
