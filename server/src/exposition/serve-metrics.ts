// `/metrics` without a key, for who is on this machine: on loopback alone, whatever the rest listens on.
import type { Result } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { createHttpListener } from '../base/net/http-listener.ts';
import { isLoopbackHost, listen } from '../base/net/listen.ts';
import type { Metric } from '../base/self-telemetry.ts';
import { formatOf, prometheusText, TYPE_OF_FORMAT } from './prometheus-text.ts';

export interface MetricsListener {
  readonly port: number;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const CLOCKS = { keepAliveTimeout: 72_000, headersTimeout: 10 * SECOND, requestTimeout: 10 * SECOND };

export async function serveMetrics(
  port: number,
  gather: () => Promise<Result<readonly Metric[]>>,
): Promise<Result<MetricsListener>> {
  const listener = createHttpListener(undefined, CLOCKS, (request, response) => {
    const answer = (status: number, type: string, text: string): void => {
      response.statusCode = status;
      response.setHeader('content-type', type);
      response.setHeader('cache-control', 'no-store');
      response.end(text);
    };
    // A page of a stranger's site whose name points here would come by that name.
    const name = new URL(`http://${request.headers.host ?? ''}`).hostname.replace(/^\[|\]$/g, '');
    if (!isLoopbackHost(name)) return answer(404, 'text/plain', 'no service under this name\n');
    if (request.method !== 'GET' || request.url?.split('?', 1)[0] !== '/metrics')
      return answer(404, 'text/plain', 'GET /metrics\n');
    const format = formatOf(request.headers.accept);
    void gather().then(
      (gathered) =>
        gathered.ok
          ? answer(200, TYPE_OF_FORMAT[format], prometheusText(gathered.value, format))
          : answer(503, 'text/plain', `${gathered.error.code}: ${gathered.error.message}\n`),
      () => answer(500, 'text/plain', 'internal error\n'),
    );
  });
  const listening = await listen(listener.server, { host: HOST, port, portSetting: 'exposition.metricsPort' });
  if (!listening.ok) return listening;
  return {
    ok: true,
    value: {
      port: listening.value,
      stop: () =>
        new Promise((resolve) => {
          listener.server.close(() => resolve());
          listener.closeAllConnections();
        }),
    },
  };
}
