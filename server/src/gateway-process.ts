// The process that answers senders. Opens no store: nothing that the engine does can keep it from accepting.
import { startStopwatch, systemClock } from './base/clock.ts';
import { systemChance } from './base/crypto/random.ts';
import { createLogger } from './base/logger.ts';
import { every } from './base/schedule.ts';
import { createSelfTelemetry } from './base/self-telemetry.ts';
import { certificateFiles, keepCertificate } from './base/tls/keep-certificate.ts';
import { readStartConfig } from './config.ts';
import { startGateway } from './gateway/receive.ts';
import { onParentMessage, tellParent } from './process-messages.ts';
import { refusedCounts } from './refused-counts.ts';

const REPORT_EVERY_MS = 2_000;

const config = readStartConfig();
if (!config.ok) {
  tellParent({ type: 'failed', error: config.error });
  process.exit(1);
}
const { dataDirectory, masterKey, logLevel, tls, gateway: gatewayConfig, stream, kafka } = config.value;
const logger = createLogger({ level: logLevel, name: 'gateway', write: (line) => process.stderr.write(line) });
const telemetry = createSelfTelemetry();
const files = certificateFiles(tls);
const certificate = files && (await keepCertificate({ files, clock: systemClock, logger, telemetry }));
if (certificate?.ok === false) {
  tellParent({ type: 'failed', error: certificate.error });
  process.exit(1);
}
const gateway = await startGateway({
  config: gatewayConfig,
  stream,
  kafka,
  dataDirectory,
  ...(masterKey !== undefined && { masterKey }),
  certificate: certificate?.value,
  clock: systemClock,
  elapsed: startStopwatch(),
  chance: systemChance,
  logger,
  telemetry,
});
if (!gateway.ok) {
  tellParent({ type: 'failed', error: gateway.error });
  process.exit(1);
}
const reports = every({
  intervalMs: REPORT_EVERY_MS,
  work: () => {
    const refused = refusedCounts(telemetry.snapshot());
    tellParent({
      type: 'gateway-report',
      report: {
        refused,
        keyUses: gateway.value.takeKeyUses(),
        ...(certificate && { certificate: certificate.value.status() }),
      },
    });
  },
  onError: (error) => logger.warn('report failed', { error: String(error) }),
});
const stop = async (): Promise<void> => {
  await reports.stop();
  await gateway.value.stop();
  await certificate?.value.stop();
  process.exit(0);
};
onParentMessage((message) => {
  if (message.type === 'stop') void stop();
  else if (message.type === 'reload-certificate') void certificate?.value.reload();
});
// The terminal sends Ctrl-C to every process of the group; the parent decides when each one stops.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('SIGHUP', () => {});
tellParent({ type: 'gateway-ready', httpPort: gateway.value.httpPort, grpcPort: gateway.value.grpcPort });
