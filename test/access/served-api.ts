// The API over real stores in a directory of the test, without ingest and analysis: what is asked is what the test wrote.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '@foreshock/model/role.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { createChannelDesk } from '@foreshock/server/alerting/channel-desk.ts';
import { type ChannelTools, realEndpoints } from '@foreshock/server/alerting/notification-channel.ts';
import { backtestWarnings } from '@foreshock/server/analysis/prediction/backtest-warnings.ts';
import { replayWarnings } from '@foreshock/server/analysis/prediction/replay-warnings.ts';
import { breakDown } from '@foreshock/server/analysis/scoring/break-down.ts';
import { scoreLedger } from '@foreshock/server/analysis/scoring/score-ledger.ts';
import { createChangeFeed } from '@foreshock/server/api/change-feed.ts';
import { type ApiOptions, serveApi } from '@foreshock/server/api/serve-api.ts';
import { openBackupDesk } from '@foreshock/server/backup/backup-desk.ts';
import { systemClock } from '@foreshock/server/base/clock.ts';
import { createKeyRing } from '@foreshock/server/base/crypto/key-ring.ts';
import { createLogger } from '@foreshock/server/base/logger.ts';
import { delay } from '@foreshock/server/base/schedule.ts';
import { createDrillDesk } from '@foreshock/server/drills/drill-desk.ts';
import { defaultQuota, GatewayConfig } from '@foreshock/server/gateway/config.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { StoreConfig } from '@foreshock/server/store/config.ts';
import { createApiKey } from '@foreshock/server/store/metadata/api-keys.ts';
import { createChainAnchors } from '@foreshock/server/store/metadata/chain-anchors.ts';
import type { MetadataDatabase } from '@foreshock/server/store/metadata/database.ts';
import { openTestMetadata, TEST_KEY } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { createTelemetryStore } from '@foreshock/server/store/telemetry/create-telemetry-store.ts';
import { createKnownEntities } from '@foreshock/server/store/telemetry/known-entities.ts';

export interface ServedApi {
  readonly origin: string;
  readonly db: MetadataDatabase;
  readonly printed: readonly string[];
  newTenant(): Promise<TenantId>;
  /** The secret of a key that the store keeps. */
  keyOf(tenant: TenantId, role: Role, name?: string): Promise<string>;
  remove(): Promise<void>;
}

const NO_CHANNELS: ChannelTools = {
  rules: { allowed: [] },
  now: () => systemClock.now(),
  endpoints: realEndpoints,
};

export async function serveTestApi(
  difference: Partial<ApiOptions> = {},
  channelTools: ChannelTools = NO_CHANNELS,
): Promise<ServedApi> {
  const metadata = await openTestMetadata();
  const directory = await mkdtemp(join(tmpdir(), 'foreshock-api-'));
  const config = StoreConfig.parse({});
  const backupDirectory = join(directory, 'backups');
  const store = await createTelemetryStore({
    ...{ directory: join(directory, 'telemetry'), key: TEST_KEY, config, backupDirectory },
  });
  if (!store.ok) throw new Error(store.error.message);
  const printed: string[] = [];
  const { db } = metadata;
  const logger = createLogger({ level: 'warn', name: 'api', write: (line) => printed.push(line) });
  await mkdir(join(directory, 'journal'));
  const backups = await openBackupDesk({
    ...{ dataDirectory: directory, directory: backupDirectory, keep: 2, metadata, store: store.value },
    ...{ keys: createKeyRing(TEST_KEY), clock: systemClock, version: '1', logger },
    hold: async (work) => ({ ok: true, value: await work() }),
  });
  const feed = createChangeFeed({ db, onError: (error) => printed.push(String(error)) });
  const entities = createKnownEntities(store.value, systemClock);
  const api = await serveApi({
    entities,
    host: '127.0.0.1',
    port: 0,
    originOf: (port) => `http://127.0.0.1:${port}`,
    store: store.value,
    db,
    clock: systemClock,
    logger,
    feed,
    queryLimits: { tookMs: config.querySeconds * SECOND, memoryBytes: config.queryMemoryBytes },
    stalledReaders: { count: () => {}, wait: delay },
    pseudonymKey: () => TEST_KEY,
    anchors: createChainAnchors(join(directory, 'anchors'), () => TEST_KEY),
    scoring: { score: scoreLedger, breakDown },
    replayWarnings,
    backtestWarnings,
    dashboard: directory,
    snapshot: () => [],
    requestsPerMinute: 100_000,
    quotas: {
      defaults: defaultQuota(GatewayConfig.parse({})),
      overQuota: () => ({ bytes: 0, records: 0, requests: 0 }),
      tellGateway: async () => {},
    },
    quarantine: {
      list: () => [],
      room: () => ({ usedBytes: 0, maxBytes: 1 }),
      lost: () => [],
      retry: async () => ({ ok: false, error: { code: 'quarantined-request-not-found', message: 'none' } }),
      discard: async () => ({ ok: false, error: { code: 'quarantined-request-not-found', message: 'none' } }),
      keepMs: 1,
    },
    backups,
    openModelCall: () => undefined,
    prompt: {
      preview: async () => undefined,
      redact: async (_tenant, text) => createDefaultRedactor(TEST_KEY).text(text),
    },
    modelSetup: { models: [], keepDays: 30, capsOf: () => ({}) },
    alerting: createChannelDesk({
      db,
      clock: systemClock,
      keys: createKeyRing(TEST_KEY),
      names: entities,
      origin: () => 'http://127.0.0.1',
      whisper: async () => {},
      channelTools,
    }),
    drills: createDrillDesk({ db, store: store.value, clock: systemClock, tenant: undefined, send: () => {} }),
    reference: () => 'ref',
    status: {
      version: '1',
      languageModel: false,
      backups: backups.state,
      refused: () => [],
      redacted: () => [],
      backlog: () => ({ requests: 0, damaged: [] }),
      endpoints: { otlpHttp: '', otlpGrpc: '' },
      transport: () => ({ clearText: [], certificates: [] }),
    },
    ...difference,
  });
  if (!api.ok) throw new Error(api.error.message);
  return {
    origin: api.value.origin,
    db,
    printed,
    newTenant: metadata.newTenant,
    async keyOf(tenant, role, name = `${role} of ${tenant}`) {
      const made = await createApiKey(db, tenant, { name, role, createdBy: 'test' }, systemClock.now());
      if (!made) throw new Error('the tenant has too many keys');
      return made.secret;
    },
    async remove() {
      await feed.stop();
      await api.value.stop();
      await backups.stop();
      await store.value.close();
      await metadata.remove();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
