import type { Result } from '@foreshock/model/known-error.ts';
import type { FastifyInstance } from 'fastify';
import type { Metric } from '../../base/self-telemetry.ts';
import { formatOf, prometheusText, TYPE_OF_FORMAT } from '../../exposition/prometheus-text.ts';
import type { Caller } from '../caller.ts';
import type { RequestLimits } from '../request-limits.ts';
import { type CallerSource, findCaller, takeTurn } from './find-caller.ts';
import { sendProblem } from './send-answer.ts';

export interface MetricsTools extends CallerSource {
  readonly limits: RequestLimits;
  /** Of the caller's project. */
  readonly metrics: (caller: Caller) => Promise<Result<readonly Metric[]>>;
}

/** `/metrics` of the project of a key, as Prometheus sends one (`authorization: {credentials_file: ...}`). */
export function addMetrics(server: FastifyInstance, tools: MetricsTools): void {
  server.get('/metrics', async (request, reply) => {
    const caller = takeTurn(await findCaller(request, tools), tools.limits, reply);
    if (!caller.ok) return sendProblem(reply, caller.error);
    const gathered = await tools.metrics(caller.value);
    if (!gathered.ok) return sendProblem(reply, gathered.error);
    const format = formatOf(request.headers.accept);
    return reply
      .header('content-type', TYPE_OF_FORMAT[format])
      .header('cache-control', 'no-store')
      .send(prometheusText(gathered.value, format));
  });
}
