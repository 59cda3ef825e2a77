// What a person sees who starts the program wrong, twice, or ends it: one clear line, the right exit code, no data lost.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, type Platform, START_WITHIN_MS, type StartedProgram, startPlatform } from '../support/platform.ts';
import { isRunning } from '../support/process-tree.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, checkoutTrace, logsOf, nanos, TRACE_ID } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 60_000;

let directory: string;
let platform: Platform;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'foreshock-start-'));
  platform = await startPlatform({ dataDirectory: join(directory, 'data') });
}, START_WITHIN_MS);

afterAll(async () => {
  await platform?.remove();
  rmSync(directory, { recursive: true, force: true });
});

async function runToItsEnd(
  dataDirectory: string,
  options: Parameters<typeof launch>[1],
): Promise<{ code: number | null; lines: string[] }> {
  const started = launch(dataDirectory, options);
  const code = await endOf(started);
  return { code, lines: started.output().trim().split('\n') };
}

/** Exit code. One that goes on says by its output why. */
async function endOf({ ended, output }: StartedProgram): Promise<number | null> {
  let code: number | null | undefined;
  void ended.then((known) => {
    code = known;
  });
  await until('the program to end', WITHIN_MS, () => code !== undefined, output);
  return code ?? null;
}

test('all faults of a configuration are listed at once, each with its key and its fix', async () => {
  const file = join(directory, 'faulty.yaml');
  writeFileSync(file, 'api:\n  port: 80808\nstore:\n  retentionLogs: "30"\ngateway:\n  htpPort: 1\nspeed: 3\n');
  const { code, lines } = await runToItsEnd(join(directory, 'never'), {
    flags: ['--config', file],
    variables: { FORESHOCK_LOG_LEVEL: 'loud', FORESHOCK_API_PROT: '1' },
  });
  expect(code).toBe(1);
  const text = lines.join('\n');
  expect(lines).toHaveLength(6);
  expect(text).toContain(`${file}: api.port: too big: expected number to be <=65535`);
  expect(text).toContain(`${file}: store.retentionLogs: expected a duration such as "36h" or "30d"`);
  expect(text).toContain(`${file}: gateway.htpPort: no such setting; remove it or correct its name`);
  expect(text).toContain(`${file}: speed: no such setting; remove it or correct its name`);
  expect(text).toMatch(/^FORESHOCK_LOG_LEVEL: invalid option: expected one of "debug"/m);
  expect(text).toMatch(/^FORESHOCK_API_PROT: no such setting; known are FORESHOCK_[A-Z_]+, /m);
});

test('an unknown flag is refused with the ones that exist', async () => {
  const { code, lines } = await runToItsEnd(join(directory, 'never'), { flags: ['--prot', '1'] });
  expect(code).toBe(1);
  expect(lines).toEqual([
    'unknown or incomplete flag --prot: expected --config FILE, --data DIR, --port N, --no-demo, --insecure',
  ]);
});

test('a second start on the same data directory is refused in one line, and the first one does not notice', async () => {
  const { code, lines } = await runToItsEnd(platform.dataDirectory, {});
  expect(code).toBe(1);
  expect(lines).toEqual([`cannot open ${platform.dataDirectory}: another process uses it; stop that one first`]);
  expect((await fetch(platform.origin)).status).toBe(200);
});

test('a start on a port that is taken says which one and what to do, and leaves nothing running', async () => {
  // Who had the port before may still be called: a connection that is kept would keep the server.
  const taken = createServer((caller) => caller.destroy());
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
  const address = taken.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const started = launch(join(directory, 'second'), { flags: ['--port', String(port)] });
  expect(await endOf(started)).toBe(1);
  expect(started.output().trim().split('\n')).toEqual([
    `port ${port} is taken by another program: stop it or choose another with --port`,
  ]);
  for (const name of ['HTTP', 'GRPC']) {
    const { code: gatewayCode, lines } = await runToItsEnd(join(directory, 'second'), {
      variables: { [`FORESHOCK_GATEWAY_${name}_PORT`]: String(port) },
    });
    expect(gatewayCode, name).toBe(1);
    expect(lines, name).toHaveLength(1);
    expect(lines[0], name).toContain(String(port));
  }
  await new Promise((resolve) => taken.close(resolve));
}, 240_000);

test('Ctrl-C ends everything within ten seconds with code 0, and the next start goes on with all data', async () => {
  const { client, cookie } = await platform.signIn();
  // A page that stays open must not hold up the end.
  const stream = await fetch(`${platform.origin}/api/v1/events`, { headers: { cookie } });
  expect(stream.status).toBe(200);
  const time = Date.now() - 60_000;
  const records = Array.from({ length: 500 }, (_, index) => ({
    timeUnixNano: nanos(time + index),
    severityNumber: 9,
    body: `order ${index} was placed`,
    attributes: { 'test.number': index },
  }));
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, records));
  await sendOtlp(platform.otlpHttp, 'traces', checkoutTrace(time));
  await until('the trace', WITHIN_MS, () => client('getTrace', { traceId: TRACE_ID }));
  // Acknowledged a moment before the end: nobody has stored it yet.
  await sendOtlp(
    platform.otlpHttp,
    'logs',
    logsOf(CART, [{ timeUnixNano: nanos(time), severityNumber: 17, body: 'last words' }]),
  );
  const pids = [platform.pidOf('engine'), platform.pidOf('gateway')];
  const { code, tookMs } = await platform.stop('SIGINT');
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
  expect(pids.map(isRunning)).toEqual([false, false]);

  platform = await startPlatform({ dataDirectory: join(directory, 'data') });
  const again = await platform.signIn();
  const found = await until('the last words', WITHIN_MS, async () => {
    const { total } = await again.client('countLogs', { last: 'PT1H' });
    return total >= 501 && total;
  });
  expect(found).toBe(501);
  expect((await again.client('searchLogs', { text: 'last words' })).items).toHaveLength(1);
  expect((await again.client('getTrace', { traceId: TRACE_ID })).spans).toHaveLength(5);
  const { items } = await again.client('listTemplates', {});
  expect(items.find(({ text }) => text === 'order <NUM> was placed')).toMatchObject({ count: 500 });
  expect((await again.client('listEntities', {})).items.map(({ name }) => name)).toEqual(['shop/cart', 'shop/web']);
}, 300_000);

test('SIGTERM to the program alone, as a supervisor sends it, ends it as cleanly', async () => {
  const { code, tookMs } = await platform.stop('SIGTERM', { toGroup: false });
  expect(code).toBe(0);
  expect(tookMs).toBeLessThan(10_000);
});
