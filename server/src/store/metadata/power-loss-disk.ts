/** For tests: a disk that writes down what is done to it, and can say what it would hold after a loss of power. */
import fs from 'node:fs';
import { dirname, join } from 'node:path';
import type { Disk } from './sector-file.ts';

type Step =
  | { readonly kind: 'create'; readonly path: string; readonly file: number }
  | { readonly kind: 'write'; readonly file: number; readonly bytes: Uint8Array; readonly at: number }
  | { readonly kind: 'resize'; readonly file: number; readonly length: number }
  | { readonly kind: 'sync'; readonly file: number }
  | { readonly kind: 'sync-directory'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'unlink'; readonly path: string };

export interface PowerLossDisk {
  readonly disk: Disk;
  /** How much has been done so far: a moment at which the power may go. */
  moment(): number;
  /**
   * Writes into the new directory `target` what is certain at `moment`: of each file what was synced, of each directory
   * the names that were synced. Each unsynced step has reached the disk too when `luck()` is below 0.5.
   */
  writeImage(target: string, moment: number, luck: () => number): void;
}

/** `directory` holds files, all of it synced, and no directory is made or removed in it later. */
export function createPowerLossDisk(directory: string): PowerLossDisk {
  const steps: Step[] = [];
  const directories: string[] = [];
  const names = new Map<string, number>();
  const contents = new Map<number, Buffer>();
  for (const entry of fs.readdirSync(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) directories.push(path);
    else names.set(path, contents.size);
    if (!entry.isDirectory()) contents.set(contents.size, fs.readFileSync(path));
  }
  const living = new Map(names);
  const open = new Map<number, number | string>(); // the file, or the path of a directory
  let files = contents.size;
  const fileOf = (fd: number) => open.get(fd) as number; // data is written to files alone

  const disk: Disk = {
    ...fs,
    openSync: (path, flags, mode) => {
      const fd = fs.openSync(path, flags, mode);
      const place = String(path);
      if (fs.fstatSync(fd).isDirectory()) {
        open.set(fd, place);
        return fd;
      }
      if (!living.has(place)) {
        steps.push({ kind: 'create', path: place, file: files });
        living.set(place, files);
        files += 1;
      }
      open.set(fd, living.get(place)!);
      return fd;
    },
    writeSync: ((fd: number, bytes: Uint8Array, offset: number, length: number, at: number) => {
      steps.push({ kind: 'write', file: fileOf(fd), bytes: bytes.slice(offset, offset + length), at });
      return fs.writeSync(fd, bytes, offset, length, at);
    }) as Disk['writeSync'], // the one form of the call that our files use
    ftruncateSync: (fd, length) => {
      steps.push({ kind: 'resize', file: fileOf(fd), length: length ?? 0 });
      fs.ftruncateSync(fd, length);
    },
    fdatasyncSync: (fd) => {
      steps.push({ kind: 'sync', file: fileOf(fd) });
    },
    fsyncSync: (fd) => {
      steps.push({ kind: 'sync-directory', path: String(open.get(fd)) });
    },
    renameSync: (from, to) => {
      fs.renameSync(from, to);
      steps.push({ kind: 'rename', from: String(from), to: String(to) });
      living.set(String(to), living.get(String(from))!);
      living.delete(String(from));
    },
    unlinkSync: (path) => {
      fs.unlinkSync(path);
      steps.push({ kind: 'unlink', path: String(path) });
      living.delete(String(path));
    },
  };

  return {
    disk,
    moment: () => steps.length,
    writeImage: (target, moment, luck) => {
      const onDisk = after(steps.slice(0, moment), names, contents, luck);
      fs.mkdirSync(target, { recursive: true });
      for (const path of directories) fs.mkdirSync(path.replace(directory, target));
      for (const [path, bytes] of onDisk) fs.writeFileSync(path.replace(directory, target), bytes);
    },
  };
}

function after(
  steps: readonly Step[],
  namesBefore: ReadonlyMap<string, number>,
  contentsBefore: ReadonlyMap<number, Buffer>,
  luck: () => number,
): Map<string, Buffer> {
  const names = new Map(namesBefore);
  const contents = new Map(contentsBefore);
  const unsyncedOf = new Map<number | string, Step[]>(); // by file, and by directory for names
  const later = (key: number | string, step: Step) => unsyncedOf.set(key, [...(unsyncedOf.get(key) ?? []), step]);
  const settle = (key: number | string, reached: (step: Step) => boolean) => {
    for (const step of unsyncedOf.get(key) ?? []) if (reached(step)) apply(step, names, contents);
    unsyncedOf.delete(key);
  };
  for (const step of steps) {
    if (step.kind === 'sync') settle(step.file, () => true);
    else if (step.kind === 'sync-directory') settle(step.path, () => true);
    else if (step.kind === 'write' || step.kind === 'resize') later(step.file, step);
    else later(dirname(step.kind === 'rename' ? step.to : step.path), step);
  }
  for (const key of [...unsyncedOf.keys()]) settle(key, () => luck() < 0.5);
  return new Map([...names].map(([path, file]) => [path, contents.get(file) ?? Buffer.alloc(0)]));
}

function apply(step: Step, names: Map<string, number>, contents: Map<number, Buffer>): void {
  switch (step.kind) {
    case 'create':
      names.set(step.path, step.file);
      return;
    case 'rename': {
      const file = names.get(step.from);
      if (file !== undefined) names.set(step.to, file);
      names.delete(step.from);
      return;
    }
    case 'unlink':
      names.delete(step.path);
      return;
    case 'write': {
      const before = contents.get(step.file) ?? Buffer.alloc(0);
      const grown = Buffer.alloc(Math.max(before.length, step.at + step.bytes.length));
      before.copy(grown);
      grown.set(step.bytes, step.at);
      contents.set(step.file, grown);
      return;
    }
    case 'resize': {
      const resized = Buffer.alloc(step.length);
      contents.get(step.file)?.copy(resized);
      contents.set(step.file, resized);
      return;
    }
    case 'sync':
    case 'sync-directory':
      return;
  }
}
