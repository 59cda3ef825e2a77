import { SECOND } from '@foreshock/model/time.ts';
import type { LogRecord, ValueToSend } from '@foreshock/otlp/telemetry-to-send.ts';
import { logRecord, type Severity } from './emit-logs.ts';
import type { Emitted } from './emitted.ts';
import { STEP_S } from './physics.ts';
import { behaviorOf } from './pods.ts';
import type { Random } from './random.ts';
import type { Sources } from './sources.ts';
import type { PodState, ServiceState, World } from './world.ts';

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

/**
 * What processes write without being asked: starting, housekeeping, and complaints about running short. `density` is
 * the share of such lines that is really written, so that a quiet history stays small.
 */
export function stateLogs(world: World, sources: Sources, density: number, random: Random): Emitted<LogRecord>[] {
  const logs: Emitted<LogRecord>[] = [];
  const stepMs = STEP_S * SECOND;

  function write(pod: PodState, severity: Severity, body: ValueToSend): void {
    const time = world.now - random.next() * stepMs;
    logs.push({ source: sources.application(pod), record: logRecord(time, severity, body) });
  }
  /** Lines that come `perMinute` times a minute and pod at full density. */
  const now = (perMinute: number) => random.chance(Math.min(1, (perMinute * density * STEP_S) / 60));

  for (const service of world.inCallOrder) {
    for (const pod of service.pods) {
      writeLife(pod, write, world.now - stepMs);
      if (pod.collectorShare > 0.08 && now(3)) write(pod, 'WARN', collectorLine(pod));
      if (pod.leakedConnections > 3 && now(2)) write(pod, 'WARN', heldLine(pod, random));
    }
    const pod = service.pods[0];
    if (!pod) continue;
    writePool(service, pod, write, now);
    writeVolume(service, pod, write, now);
    writeHousekeeping(service, pod, write, now, random);
  }
  return logs;
}

type Write = (pod: PodState, severity: Severity, body: ValueToSend) => void;
type Now = (perMinute: number) => boolean;

function writeLife(pod: PodState, write: Write, stepStart: number): void {
  const { name, runtime } = pod.service.spec;
  if (pod.startedAt === stepStart) {
    if (pod.lastTerminated === 'Error') write(pod, 'FATAL', crashLine(pod));
    write(pod, 'INFO', `starting ${name} ${pod.version}`);
  }
  if (pod.state === 'running' && pod.readyAt === stepStart) {
    write(
      pod,
      'INFO',
      runtime === 'postgresql' ? 'database system is ready to accept connections' : `${name} listening on :8080`,
    );
  }
}

function crashLine(pod: PodState): string {
  switch (pod.service.spec.runtime) {
    case 'go':
      return 'panic: assignment to entry in nil map';
    case 'jvm':
      return 'Application run failed: Error creating bean with name "currencyRates": required property "rates.url" not found';
    case 'python':
      return "ModuleNotFoundError: No module named 'shop_config'";
    default:
      return 'Error: environment variable SHOP_API_URL is not set';
  }
}

function collectorLine(pod: PodState): string {
  const share = Math.round(pod.collectorShare * 100);
  const heap = Math.round(pod.workingSetBytes / MIB);
  const limit = Math.round(pod.service.spec.memory.limitBytes / MIB);
  return `garbage collection took ${share} % of the last ${STEP_S} s, ${heap} MiB of ${limit} MiB in use`;
}

function heldLine(pod: PodState, random: Random): string {
  const { leakedPool } = behaviorOf(pod);
  return `connection to ${leakedPool} held for ${random.whole(60, 1_900)} s without being released, taken in ${pod.service.spec.name} ${pod.version}`;
}

function writePool(service: ServiceState, pod: PodState, write: Write, now: Now): void {
  const { pool, spec } = service;
  if (!pool || !spec.pool || pool.used < 0.8 * spec.pool.limit || !now(2)) return;
  write(
    pod,
    'WARN',
    `pool ${spec.name}: ${pool.used} of ${spec.pool.limit} connections in use, ${pool.waiting} clients waiting`,
  );
}

function writeVolume(service: ServiceState, pod: PodState, write: Write, now: Now): void {
  const { volume, spec } = service;
  if (!volume || !spec.volume) return;
  const share = volume.usedBytes / spec.volume.capacityBytes;
  const left = ((spec.volume.capacityBytes - volume.usedBytes) / GIB).toFixed(1);
  if (share > 0.985 && now(4))
    write(pod, 'ERROR', `could not write to /var/lib/${spec.runtime}: No space left on device`);
  else if (share > 0.85 && now(1))
    write(pod, 'WARN', `volume ${spec.volume.claim} is ${Math.round(share * 100)} % full, ${left} GiB left`);
}

function writeHousekeeping(service: ServiceState, pod: PodState, write: Write, now: Now, random: Random): void {
  switch (service.spec.runtime) {
    case 'postgresql':
      if (service.waitFactor > 20 && now(4)) {
        const ms = (service.operations[0]!.latencyMs * random.between(0.8, 3)).toFixed(3);
        write(
          pod,
          'WARN',
          `duration: ${ms} ms  execute <unnamed>: ${random.pick(service.operations).spec.name.toLowerCase()}`,
        );
      }
      if (now(0.4)) {
        const buffers = random.whole(800, 4_200);
        write(
          pod,
          'INFO',
          `checkpoint complete: wrote ${buffers} buffers (${(buffers / 163.84).toFixed(1)}%); 0 WAL file(s) added, 0 removed, ${random.whole(1, 9)} recycled`,
        );
      }
      return;
    case 'redis':
      if (now(0.3))
        write(
          pod,
          'INFO',
          `Background saving terminated with success, ${random.whole(2, 40)} MB of memory used by copy-on-write`,
        );
      return;
    case 'jvm':
      if (service.spec.name === 'search' && now(0.5))
        write(
          pod,
          'INFO',
          `merged ${random.whole(3, 11)} segments of index products into one in ${random.whole(200, 4_000)} ms`,
        );
      return;
    default:
      if (now(0.15)) write(pod, 'DEBUG', `configuration unchanged, generation ${random.whole(10, 99)}`);
  }
}
