/**
 * Preloaded into every process of the platform (`--import`): the wall clock of JavaScript shows the real time plus the
 * milliseconds that the file CLOCK_SHIFT_FILE holds, as if somebody set the clock of the machine. Timers and the elapsed
 * time of `performance` go on as they do then.
 */
import { readFileSync } from 'node:fs';

const LOOK_EVERY_MS = 100;

const path = process.env.CLOCK_SHIFT_FILE;
if (path === undefined) throw new Error('CLOCK_SHIFT_FILE is not set');

let shiftMs = 0;
const look = (): void => {
  shiftMs = Number(readFileSync(path, 'utf8'));
};
look();
setInterval(look, LOOK_EVERY_MS).unref();

const realNow = Date.now;
const RealDate = Date;
Date.now = () => realNow() + shiftMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
});
