import { readFileSync } from 'node:fs';

/** Resident memory of a process, now and at most so far, as Linux tells it (`proc(5)`). Throws when the process is gone. */
export function residentMemory(pid: number): { readonly nowMiB: number; readonly peakMiB: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mebibytes = (label: string): number => {
    const found = new RegExp(`^${label}:\\s+(\\d+) kB`, 'm').exec(status);
    if (found === null) throw new Error(`no ${label} of ${pid}`);
    return Number(found[1]) / 1_024;
  };
  return { nowMiB: mebibytes('VmRSS'), peakMiB: mebibytes('VmHWM') };
}
