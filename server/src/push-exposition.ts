// Metrics and changes of states of one project, to the Collector that is set up.
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import type { ChangeFeed } from './api/change-feed.ts';
import type { Api } from './api/serve-api.ts';
import type { Clock } from './base/clock.ts';
import type { Logger } from './base/logger.ts';
import type { SelfTelemetry } from './base/self-telemetry.ts';
import type { ExpositionConfig } from './exposition/config.ts';
import { type OtlpPush, startOtlpPush } from './exposition/push-otlp.ts';
import { createStateChanges } from './exposition/state-changes.ts';
import { readSecretFile } from './read-secret-file.ts';
import { VERSION } from './version.ts';

export interface ExpositionPushTools {
  readonly tenant: TenantId;
  readonly config: ExpositionConfig;
  readonly api: Pick<Api, 'ask' | 'metrics'>;
  readonly feed: ChangeFeed;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
}

/** `undefined` without an endpoint; `configuration-invalid` when there is no file of the header. */
export function startExpositionPush(tools: ExpositionPushTools): Result<Pick<OtlpPush, 'stop'> | undefined> {
  const { tenant, config, api, clock, logger, telemetry } = tools;
  const { otlpEndpoint: endpoint, otlpAuthorizationFile: file, otlpIntervalSeconds } = config;
  if (endpoint === undefined) return success(undefined);
  const authorization = file === undefined ? success('') : readSecretFile('exposition.otlpAuthorizationFile', file);
  if (!authorization.ok) return authorization;
  const push = startOtlpPush({
    endpoint,
    authorization: authorization.value,
    intervalMs: otlpIntervalSeconds * SECOND,
    resource: { 'service.name': 'foreshock', 'service.version': VERSION, 'foreshock.project': tenant },
    gather: () => api.metrics(tenant),
    clock,
    logger,
    telemetry,
  });
  const stopped = new AbortController();
  void tellStateChanges(push, tools, stopped.signal).catch((error) =>
    logger.error('state changes not told', { error }),
  );
  return success({
    stop() {
      stopped.abort();
      return push.stop();
    },
  });
}

async function tellStateChanges(
  push: OtlpPush,
  { tenant, api, feed, clock }: ExpositionPushTools,
  signal: AbortSignal,
): Promise<void> {
  const changes = createStateChanges(api.ask(tenant));
  const followed = await feed.follow(tenant, {}, signal);
  if (!followed.ok) throw new Error(followed.error.message);
  for await (const next of followed.value) {
    if (!next.ok) throw new Error(next.error.message);
    const { change } = next.value;
    if (change?.kind !== 'prediction' && change?.kind !== 'incident') continue;
    const record = await changes.consider(change.kind, change.object, clock.now());
    if (record) push.log(record);
  }
}
