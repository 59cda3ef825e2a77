// A noisy project hurts only itself: A sends 20 times its quota, B half of its own. B alone and B beside A are measured in
// turns of the same run, so that what else the machine does falls on both.
import { fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createClient } from '@foreshock/contract/client.ts';
import { startPlatform } from '../../test/support/platform.ts';
import { postOtlp } from '../../test/support/send-otlp.ts';
import { CART, logsOf, nanos } from '../../test/support/shop-telemetry.ts';
import { until } from '../../test/support/until.ts';
import type { JudgedCase } from '../judge.ts';
import { type AnswersByTransport, countOf, secondsText } from './quotas/answers.ts';
import { makeProjects, type ProjectUnderJudge } from './quotas/projects.ts';

const QUOTA = { recordsPerSecond: 2_000 };
const BURST_SECONDS = 10;
const NOISE = { factor: 20, recordsPerRequest: 500 };
/** Small requests, many of them: their number is what a 99th percentile rests on. */
const QUIET = { share: 0.5, recordsPerRequest: 20 };
const ROUNDS = 10;
const WINDOW_MS = 1_250;
const WARM_UP_MS = 2_000;
const SLOWER_AT_MOST = 2;
const SHOWN_WITHIN_MS = 10_000;
const STORED_WITHIN_MS = 30_000;

type Report = (judged: JudgedCase) => void;

export async function judge(_args: readonly string[], report: Report): Promise<void> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'foreshock-quotas-'));
  const [noisy, quiet] = await makeProjects(dataDirectory, ['noisy', 'quiet'], QUOTA);
  if (noisy === undefined || quiet === undefined) throw new Error('the projects were not made');
  const platform = await startPlatform({ dataDirectory });
  const noise = startNoise(platform.otlpHttp, platform.otlpGrpc, noisy.key);
  try {
    await sendQuietly(platform.otlpHttp, quiet.key, WARM_UP_MS, { latencies: [], refusals: [] });
    const alone: Measured = { latencies: [], refusals: [] };
    const beside: Measured = { latencies: [], refusals: [] };
    const begun = performance.now();
    for (let round = 0; round < ROUNDS; round += 1) {
      await sendQuietly(platform.otlpHttp, quiet.key, WINDOW_MS, alone);
      noise.go();
      await sendQuietly(platform.otlpHttp, quiet.key, WINDOW_MS, beside);
      noise.pause();
    }
    const lastSentAt = performance.now();
    const heard = await noise.end();
    reportQuiet(alone, beside, report);
    reportNoise(heard, (lastSentAt - begun) / 1_000, report);
    await reportShown(platform.origin, noisy, quiet, heard.answers, report);
    await reportStored(platform.origin, quiet, lastSentAt, report);
  } finally {
    await noise.end();
    await platform.remove();
  }
}

interface Heard {
  readonly answers: AnswersByTransport;
  readonly sent: number;
}

interface Measured {
  /** Of accepted requests, in milliseconds. */
  readonly latencies: number[];
  readonly refusals: string[];
}

let quietNumber = 0;
let quietAccepted = 0;

/** At a fixed pace: a slow answer does not slow down what follows. */
async function sendQuietly(origin: string, key: string, forMs: number, into: Measured): Promise<void> {
  const everyMs = (1_000 * QUIET.recordsPerRequest) / (QUOTA.recordsPerSecond * QUIET.share);
  const open: Promise<void>[] = [];
  const begun = performance.now();
  for (let sent = 0; sent * everyMs < forMs; sent += 1) {
    await pause(Math.max(0, begun + sent * everyMs - performance.now()));
    open.push(sendOne(origin, key, into));
  }
  await Promise.all(open);
}

async function sendOne(origin: string, key: string, into: Measured): Promise<void> {
  quietNumber += 1;
  const lines = Array.from({ length: QUIET.recordsPerRequest }, (_, index) => ({
    timeUnixNano: nanos(Date.now()),
    severityNumber: 9,
    body: `order ${quietNumber} of ${index} was placed`,
  }));
  const body = logsOf(CART, lines);
  const begun = performance.now();
  const refusal = await postOtlp(origin, 'logs', body, { key }).then(
    async (answer) => {
      const text = await answer.text();
      return answer.status === 200 ? undefined : `${answer.status} ${text.replace(/[^\x20-\x7e]+/g, ' ')}`;
    },
    (error: unknown) => String(error),
  );
  if (refusal !== undefined) {
    into.refusals.push(refusal.slice(0, 120));
    return;
  }
  quietAccepted += QUIET.recordsPerRequest;
  into.latencies.push(performance.now() - begun);
}

function startNoise(otlpHttp: string, otlpGrpc: string, key: string) {
  const requestsPerSecond = (QUOTA.recordsPerSecond * NOISE.factor) / NOISE.recordsPerRequest;
  const child = fork(
    fileURLToPath(new URL('quotas/noisy.test-process.ts', import.meta.url)),
    [otlpHttp, otlpGrpc, key, String(requestsPerSecond), String(NOISE.recordsPerRequest)],
    { execArgv: ['--disable-warning=ExperimentalWarning'] },
  );
  const heard = new Promise<Heard>((resolve, reject) => {
    // The child sends nothing else.
    child.once('message', (message) => resolve(message as Heard));
    child.once('exit', (code) => reject(new Error(`the noisy sender ended with ${code}`)));
  });
  heard.catch(() => undefined);
  return {
    go: () => void child.send('go'),
    pause: () => void child.send('pause'),
    end: () => {
      if (child.connected) child.send('end');
      return heard;
    },
  };
}

function reportQuiet(alone: Measured, beside: Measured, report: Report): void {
  const refusals = [...alone.refusals, ...beside.refusals];
  const sent = alone.latencies.length + beside.latencies.length + refusals.length;
  report({
    name: 'B at half of its quota is never refused',
    verdict: refusals.length === 0 ? 'held' : 'broken',
    detail: `${refusals.length} of ${sent} requests refused${refusals.length > 0 ? `: ${refusals[0]}` : ''}`,
  });
  const [p99Alone, p99Beside] = [percentile(alone.latencies, 0.99), percentile(beside.latencies, 0.99)];
  const medians = [percentile(alone.latencies, 0.5), percentile(beside.latencies, 0.5)] as const;
  report({
    name: `B's p99 beside A is at most ${SLOWER_AT_MOST} times that alone`,
    verdict: p99Beside <= SLOWER_AT_MOST * p99Alone ? 'held' : 'missed',
    detail:
      `p99 ${p99Alone.toFixed(1)} ms alone, ${p99Beside.toFixed(1)} ms beside A (${(p99Beside / p99Alone).toFixed(2)} times); ` +
      `p50 ${medians[0].toFixed(1)} and ${medians[1].toFixed(1)} ms; ${alone.latencies.length} and ${beside.latencies.length} requests`,
  });
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

function reportNoise({ answers: { http, grpc }, sent }: Heard, seconds: number, report: Report): void {
  const factor = (sent * NOISE.recordsPerRequest) / ((ROUNDS * WINDOW_MS) / 1_000) / QUOTA.recordsPerSecond;
  report({
    name: 'A sends 20 times its quota',
    // A machine that cannot send so much cannot judge.
    verdict: factor >= 0.75 * NOISE.factor ? 'held' : 'missed',
    detail: `${sent} requests of ${NOISE.recordsPerRequest} records: ${factor.toFixed(1)} times`,
  });
  for (const [name, one] of [
    ['over HTTP A gets 429 and Retry-After of 1 to 5 s', http],
    ['over gRPC A gets RESOURCE_EXHAUSTED and RetryInfo of 1 to 5 s', grpc],
  ] as const) {
    const named = Object.keys(one.comeAgain).map(Number);
    const isSpread = named.length > 1 && named.every((value) => value >= 1 && value <= 5);
    const others = Object.entries(one.others).map(([what, count]) => `; ${what}: ${count}`);
    report({
      name,
      verdict: isSpread && countOf(one.others) === 0 ? 'held' : 'broken',
      detail:
        `${one.accepted} accepted, ${countOf(one.comeAgain)} refused (${secondsText(one.comeAgain)}), ` +
        `${one.busy} told 503${others.join('')}`,
    });
  }
  const taken = (http.accepted + grpc.accepted) * NOISE.recordsPerRequest;
  const most = QUOTA.recordsPerSecond * (seconds + BURST_SECONDS);
  // What is let in before its records were counted is a debt, and can be in flight in both kinds of places.
  const debt = 16 * NOISE.recordsPerRequest;
  const least = QUOTA.recordsPerSecond * (seconds / 2);
  report({
    name: 'A gets what its quota allows, and no more',
    verdict: taken > most + debt ? 'broken' : taken < least ? 'missed' : 'held',
    detail: `${taken} records taken in ${seconds.toFixed(1)} s, at most ${Math.round(most)} by its rate and burst`,
  });
}

async function reportShown(
  origin: string,
  noisy: ProjectUnderJudge,
  quiet: ProjectUnderJudge,
  { http, grpc }: AnswersByTransport,
  report: Report,
): Promise<void> {
  const refused = countOf(http.comeAgain) + countOf(grpc.comeAgain);
  const asNoisy = await signIn(origin, noisy);
  const asQuiet = await signIn(origin, quiet);
  let shown = 0;
  await until('the refusals to be shown', SHOWN_WITHIN_MS, async () => {
    shown = countOf((await asNoisy('getQuota', {})).refused);
    return shown >= refused;
  }).catch(() => undefined);
  const ofQuiet = countOf((await asQuiet('getQuota', {})).refused);
  const inStatus = (await asQuiet('getStatus', {})).refused.filter(({ reason }) => reason.includes('quota'));
  report({
    name: 'the API shows the refusals of A to A alone',
    verdict: shown === refused && ofQuiet === 0 && inStatus.length === 0 ? 'held' : 'broken',
    detail: `A was refused ${refused} times and sees ${shown}; B sees ${ofQuiet + inStatus.length}`,
  });
}

async function reportStored(
  origin: string,
  quiet: ProjectUnderJudge,
  lastSentAt: number,
  report: Report,
): Promise<void> {
  const client = createClient({ origin, headers: { cookie: cookies.get(quiet.id) ?? '' } });
  let stored = 0;
  await until('every record of B to be stored', STORED_WITHIN_MS, async () => {
    const { signals } = await client('getStatus', {});
    stored = signals.find(({ signal }) => signal === 'logs')?.records ?? 0;
    return stored >= quietAccepted;
  }).catch(() => undefined);
  const tookMs = performance.now() - lastSentAt;
  report({
    name: "all of B's records are stored, behind A's in the same journal",
    verdict: stored === quietAccepted ? 'held' : 'broken',
    detail: `${stored} of ${quietAccepted} records, ${(tookMs / 1_000).toFixed(1)} s after the last was sent`,
  });
}

const cookies = new Map<string, string>();

async function signIn(origin: string, { id, signInToken }: ProjectUnderJudge) {
  const answer = await fetch(`${origin}/sign-in?token=${signInToken}`, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the sign-in of ${id} gave no session: ${answer.status}`);
  cookies.set(id, cookie);
  return createClient({ origin, headers: { cookie } });
}
