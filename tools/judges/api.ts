// What programs of others make of the API: a Prometheus that scrapes and alerts, its checker of formats, a Collector that is
// sent to, grpcurl and ghz. `--peers DIR` names the directory of the outside programs; Prometheus is taken from the PATH.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { freePort } from '../../test/support/free-port.ts';
import { goPrograms } from '../../test/support/go-programs.ts';
import { startPlatform } from '../../test/support/platform.ts';
import { sendOtlp } from '../../test/support/send-otlp.ts';
import { CART, logsOf, nanos } from '../../test/support/shop-telemetry.ts';
import { until } from '../../test/support/until.ts';
import type { JudgedCase } from '../judge.ts';
import { startCollectorSink } from './api/collector-sink.ts';
import { judgeByGrpc } from './api/grpc.ts';
import { judgeByPrometheus } from './api/prometheus.ts';

const WITHIN_MS = 120_000;

export async function judge(args: readonly string[], report: (judged: JudgedCase) => void): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { peers: { type: 'string' } } });
  if (values.peers === undefined) throw new Error('--peers DIR must name the directory of the outside programs');
  const { otelcol, grpcurl, ghz } = goPrograms(values.peers, ['otelcol', 'grpcurl', 'ghz']);
  const sink = await startCollectorSink(otelcol, await freePort());
  const platform = await startPlatform({
    variables: {
      FORESHOCK_EXPOSITION_OTLP_ENDPOINT: sink.endpoint,
      FORESHOCK_EXPOSITION_OTLP_INTERVAL_SECONDS: '5',
      // The load is more than a key may ask in a minute.
      FORESHOCK_API_REQUESTS_PER_MINUTE: '100000',
    },
  });
  try {
    const { client } = await platform.signIn();
    const record = { timeUnixNano: nanos(Date.now()), severityNumber: 9, body: 'a line' };
    await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [record]));
    await until('an entity', WITHIN_MS, async () => (await client('listEntities', {})).items.length > 0);
    const [entity] = (await client('listEntities', {})).items;
    const { watchFrom } = await client('listIncidents', {});
    const incident = await client('declareIncident', { title: 'judged', severity: 'major', entity: entity!.id });
    const { secret } = await client('createApiKey', { name: 'prometheus' });
    const grpc = { origin: platform.origin, secret, incident: incident.id, watchFrom };
    await judgeByGrpc({ grpcurl, ghz }, grpc, report);
    if (hasPrometheus()) await judgeByPrometheus({ origin: platform.origin, secret }, report);
    else report({ name: 'prometheus', verdict: 'skipped', detail: 'prometheus and promtool are not on the PATH' });
    for (const [name, word] of [
      ['metrics', 'foreshock.incident.open'],
      ['the incident as a log record', incident.id],
    ] as const) {
      const isThere = await until(name, WITHIN_MS, () => sink.written().includes(word)).then(
        () => true,
        () => false,
      );
      report({
        name: `Collector: ${name}`,
        verdict: isThere ? 'held' : 'broken',
        detail: isThere ? '' : sink.output(),
      });
    }
  } finally {
    await platform.remove();
    await sink.stop();
  }
}

function hasPrometheus(): boolean {
  try {
    for (const name of ['prometheus', 'promtool']) execFileSync(name, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
