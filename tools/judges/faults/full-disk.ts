// The disk runs full under load, wholly, and gets room again. Needs a small disk of its own: a tmpfs, which only root may
// mount.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOracleClient } from '../../../test/support/oracle/oracle-client.ts';
import { type Platform, startPlatform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';
import { judgeStored } from './judge-stored.ts';

const MIB = 2 ** 20;
const DISK_MIB = 700;
const FLOOR_BYTES = 48 * MIB;
const BALLAST_BYTES = 16 * MIB;
const FULL_FOR_MS = 8_000;
const ACCEPTS_WITHIN_MS = 10_000;
const NAME = 'disk full under load';

type Report = (judged: JudgedCase) => void;

export async function judgeByFullDisk(seed: number, report: Report): Promise<void> {
  const disk = mkdtempSync(join(tmpdir(), 'foreshock-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m`, 'tmpfs', disk], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    report({ name: NAME, verdict: 'skipped', detail: `cannot mount a tmpfs: ${(mounted.stderr ?? '').trim()}` });
    rmSync(disk, { recursive: true });
    return;
  }
  try {
    await judgeOn(disk, seed, report);
  } finally {
    spawnSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

async function judgeOn(disk: string, seed: number, report: Report): Promise<void> {
  const platform = await startPlatform({
    dataDirectory: join(disk, 'data'),
    variables: {
      FORESHOCK_STREAM_MIN_FREE_DISK_BYTES: String(FLOOR_BYTES),
      FORESHOCK_STREAM_MIN_FREE_DISK_SHARE: '0',
      FORESHOCK_STREAM_BALLAST_BYTES: String(BALLAST_BYTES),
    },
  });
  const client = startOracleClient({ otlpHttp: platform.otlpHttp, otlpGrpc: platform.otlpGrpc, seed });
  try {
    await until('the first requests', 30_000, () => client.log.countOf('acked') > 50, platform.output);
    const filler = join(disk, 'filler');
    // Below the floor, and then to the last byte.
    fill(disk, `${filler}-1`, FLOOR_BYTES / 2);
    await pause(FULL_FOR_MS / 2);
    const acceptedBefore = client.log.countOf('acked');
    fill(disk, `${filler}-2`, 0);
    await pause(FULL_FOR_MS / 2);
    const acceptedWhileFull = client.log.countOf('acked') - acceptedBefore;
    const answersWhileFull = await isAlive(platform);
    rmSync(`${filler}-1`);
    rmSync(`${filler}-2`);
    const begun = Date.now();
    const before = client.log.countOf('acked');
    await until('requests to be accepted', ACCEPTS_WITHIN_MS * 3, () => client.log.countOf('acked') > before + 20);
    const tookMs = Date.now() - begun;
    await client.stop();
    const isHeld = acceptedWhileFull === 0 && answersWhileFull && tookMs <= ACCEPTS_WITHIN_MS;
    const answered = answersWhileFull ? 'the API answered' : 'the API did not answer';
    report({
      name: NAME,
      verdict: isHeld ? 'held' : 'broken',
      detail: `${acceptedWhileFull} accepted while full, ${answered}; accepted again ${(tookMs / 1_000).toFixed(1)} s after there was room`,
    });
    await judgeStored({ platform, client, name: `after a full disk, seed ${seed}`, detail: '', report });
  } finally {
    client.kill();
    await platform.remove();
  }
}

/** Leaves `free` bytes. */
function fill(disk: string, path: string, free: number): void {
  const { bavail, bsize } = statfsSync(disk);
  try {
    writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - free)));
  } catch {
    // Somebody else wrote meanwhile: the last byte is taken all the same.
  }
}

async function isAlive(platform: Platform): Promise<boolean> {
  try {
    return (await fetch(`${platform.origin}/api/v1/status`)).status === 401;
  } catch {
    return false;
  }
}
