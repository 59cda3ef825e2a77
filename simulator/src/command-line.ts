import { parseArgs } from 'node:util';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { DAY, HOUR, MINUTE, parseTime, type Timestamp } from '@foreshock/model/time.ts';
import { DEMO_HISTORY } from './demo-plan.ts';
import type { FaultPlan } from './fault.ts';
import { decoyFamilies, drillFamilies, faultFamilies, type Mechanism, parseFamily } from './truth.ts';

export interface SimulateSettings {
  readonly endpoint: string;
  readonly token: string | undefined;
  /** PEM file with the certificate that the server must show. */
  readonly ca: string | undefined;
  readonly seed: string;
  /** Simulated seconds in a second of the wall clock, once live. */
  readonly speed: number;
  readonly from: Timestamp;
  /** Everything up to here is sent at once. */
  readonly liveFrom: Timestamp;
  /** The moment of the wall clock at which simulated time is `liveFrom`. */
  readonly liveAt: Timestamp;
  /** `undefined`: until it is stopped. */
  readonly until: Timestamp | undefined;
  readonly faults: readonly FaultPlan[];
  /** The demo's own plan instead of `faults`. */
  readonly demo: boolean;
  /** Drills are begun and ended by lines on standard input. */
  readonly drills: boolean;
  /** The history was sent by an earlier run: lived through again, but not sent. */
  readonly resume: boolean;
  readonly sampling: number | undefined;
  readonly truthFile: string | undefined;
}

export const usage = `simulate: a pretend shop that sends OpenTelemetry

  --endpoint URL      where to send, OTLP over HTTP (http://localhost:4318)
  --token TOKEN       sent as a bearer token
  --ca FILE           certificate (PEM) of a server whose authority this machine does not know
  --seed TEXT         the same seed makes the same shop (1)
  --speed N           simulated seconds in a second, once live (1)
  --history-days N    that many days before now are sent first, at once
  --from TIME         begin here instead of now, RFC 3339
  --until TIME        end here, RFC 3339; without it the shop runs until Ctrl-C
  --faults LIST       family[:workload]@TIME,...; TIME is RFC 3339 or +30m, -2h from now
  --changed           faults by their other mechanism
  --demo              seven days of history and the leak of cart v42
  --origin TIME       when that demo began, RFC 3339 (now); the same time gives the same story
  --resume            the history was sent before: send only what happens from now on
  --drills            begin and end faults as lines of JSON on standard input say
  --sampling P        probability that a request is traced
  --truth FILE        what was done and what became of it, as JSON lines

families: ${[...faultFamilies, ...drillFamilies].join(' ')}
decoys:   ${decoyFamilies.join(' ')}`;

/** `args` without the program's name; `now` is the present, to the millisecond. All mistakes are told at once. */
export function readCommandLine(args: readonly string[], now: Timestamp): Result<SimulateSettings> {
  const parsed = parse(args);
  if (typeof parsed === 'string') return failure('input-invalid', parsed);
  const mistakes: string[] = [];
  const complain = (flag: string, given: string, expected: string): undefined => {
    mistakes.push(`--${flag} is "${given}": expected ${expected}`);
  };

  const number = (flag: 'speed' | 'history-days' | 'sampling', low: number, high: number): number | undefined => {
    const text = parsed[flag];
    if (text === undefined) return undefined;
    const value = Number(text);
    const fits = text.trim() !== '' && value > low && value <= high;
    return fits ? value : complain(flag, text, `a number above ${low}, at most ${high}`);
  };
  const time = (flag: 'from' | 'until' | 'origin'): Timestamp | undefined => {
    const text = parsed[flag];
    if (text === undefined) return undefined;
    return parseTime(text) ?? complain(flag, text, 'a time such as 2026-01-05T10:00:00Z');
  };

  const endpoint = (parsed.endpoint ?? 'http://localhost:4318').replace(/\/+$/, '');
  if (!/^https?:\/\/[^/]+/.test(endpoint)) complain('endpoint', endpoint, 'an address such as http://localhost:4318');
  const from = time('from');
  const until = time('until');
  const origin = time('origin') ?? now;
  const days = number('history-days', 0, 60);
  const speed = number('speed', 0, 10_000) ?? 1;
  const sampling = number('sampling', 0, 1);
  const past = parsed.demo ? DEMO_HISTORY : (days ?? 0) * DAY;
  const start = from ?? origin - past;
  if (until !== undefined && until <= start) complain('until', parsed.until!, 'a time after the start');
  const faults: FaultPlan[] = [];
  for (const text of parsed.faults?.split(',') ?? []) {
    const plan = parseFault(text.trim(), now, parsed.changed ? 'changed' : 'usual');
    if (plan) faults.push(plan);
    else complain('faults', text, 'family@time, such as memory-leak:catalog@+10m');
  }
  if (mistakes.length > 0) return failure('input-invalid', mistakes.join('; '));
  return success({
    endpoint,
    token: parsed.token,
    ca: parsed.ca,
    seed: parsed.seed ?? '1',
    speed,
    from: start,
    // A closed range is sent as fast as it is accepted; an open one is live once it has reached the present.
    liveFrom: until ?? Math.max(origin, start),
    liveAt: origin,
    until,
    faults,
    demo: parsed.demo ?? false,
    drills: parsed.drills ?? false,
    resume: parsed.resume ?? false,
    sampling,
    truthFile: parsed.truth,
  });
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    endpoint: text,
    token: text,
    ca: text,
    seed: text,
    speed: text,
    from: text,
    until: text,
    'history-days': text,
    faults: text,
    sampling: text,
    truth: text,
    changed: { type: 'boolean' },
    demo: { type: 'boolean' },
    drills: { type: 'boolean' },
    origin: text,
    resume: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const UNITS = { m: MINUTE, h: HOUR, d: DAY } as const;

/** `family@time` or `family:workload@time`. */
function parseFault(text: string, now: Timestamp, mechanism: Mechanism): FaultPlan | undefined {
  const match = /^([a-z-]+)(?::([a-z-]+))?@(.+)$/.exec(text);
  const family = match && parseFamily(match[1]!);
  if (!match || !family) return undefined;
  const relative = /^([+-]\d+)([mhd])$/.exec(match[3]!);
  const at = relative ? now + Number(relative[1]) * UNITS[relative[2] as keyof typeof UNITS] : parseTime(match[3]!);
  if (at === undefined) return undefined;
  return { family, at, mechanism, ...(match[2] && { target: match[2] }) };
}
