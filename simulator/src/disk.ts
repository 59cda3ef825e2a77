import type { VolumeSpec } from './cluster.ts';
import type { Random } from './random.ts';
import type { VolumeState } from './world.ts';

export function createVolume(spec: VolumeSpec, random: Random): VolumeState {
  const base = spec.baseShare * spec.capacityBytes * random.between(0.92, 1.08);
  const reclaimable = random.next() * spec.compactAtShare * spec.capacityBytes;
  return {
    usedBytes: base + reclaimable,
    reclaimableBytes: reclaimable,
    extraBytesPerS: 0,
    compacts: true,
    writesBytesPerS: 0,
  };
}

/** Of what is written most is rewritten later; this share stays for good. */
const LASTING_SHARE = 0.002;
/** A compaction does not free quite everything. */
const COMPACTED_SHARE = 0.93;

/**
 * One step of writing. Write-ahead logs and segments pile up and are compacted when they reach their share. Returns
 * true when a compaction ran.
 */
export function stepVolume(volume: VolumeState, spec: VolumeSpec, writtenBytes: number, dtS: number): boolean {
  const lasting = writtenBytes * LASTING_SHARE + volume.extraBytesPerS * dtS;
  const reclaimable = writtenBytes * (1 - LASTING_SHARE);
  const free = spec.capacityBytes - volume.usedBytes;
  const fits = Math.min(1, free / Math.max(1, lasting + reclaimable));
  volume.usedBytes += (lasting + reclaimable) * fits;
  volume.reclaimableBytes += reclaimable * fits;
  volume.writesBytesPerS = ((lasting + reclaimable) * fits) / dtS;
  const due = volume.reclaimableBytes >= spec.compactAtShare * spec.capacityBytes;
  if (!due || !volume.compacts) return false;
  const freed = volume.reclaimableBytes * COMPACTED_SHARE;
  volume.usedBytes -= freed;
  volume.reclaimableBytes -= freed;
  return true;
}

/** Writes fail when nothing is left; a little is lost to the file system itself. */
export function isFull(volume: VolumeState, spec: VolumeSpec): boolean {
  return volume.usedBytes >= spec.capacityBytes * 0.998;
}
