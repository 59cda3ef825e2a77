// What a replay needs of a platform: to send it what a Collector would send, and to read what anybody can read.
import { type Client, createClient } from '@foreshock/contract/client.ts';
import { formatTime, isWithin, MINUTE, SECOND, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { delay } from '@foreshock/server/base/schedule.ts';
import type { SeenIncident } from './judge-replay.ts';
import type { RecordedMinute } from './recorded-minutes.ts';

export interface PlatformClient {
  /** Resolves when the platform has accepted all of the minute. */
  send(minute: RecordedMinute): Promise<void>;
  /** Resolves when analysis is there. */
  analysed(until: Timestamp): Promise<void>;
  /** Incidents that were detected in the range, with their causes. */
  incidents(range: TimeRange): Promise<SeenIncident[]>;
}

const GLANCE_MS = 500;
const PATIENCE_MS = 15 * MINUTE;
/** Answers after which the same request is sent again, by the OTLP specification. */
const RETRYABLE = [429, 502, 503, 504];

export async function connect(endpoint: string, signIn: string): Promise<PlatformClient> {
  const answer = await fetch(signIn, { redirect: 'manual' });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (cookie === undefined) throw new Error(`the sign-in link gave no session: status ${answer.status}`);
  const client = createClient({ origin: new URL(signIn).origin, headers: { cookie } });
  return {
    async send({ requests }) {
      for (const { signal, body } of requests) await post(`${endpoint}/v1/${signal}`, body);
    },
    async analysed(until) {
      for (let waited = 0; waited < PATIENCE_MS; waited += GLANCE_MS) {
        const { analysedUntil } = await client('getStatus', {});
        if (analysedUntil !== null && Date.parse(analysedUntil) >= until) return;
        await delay(GLANCE_MS);
      }
      throw new Error(`analysis has not come to ${formatTime(until)} in ${PATIENCE_MS / MINUTE} minutes`);
    },
    async incidents(range) {
      const { items } = await client('listIncidents', { limit: 1_000 });
      const detected = items.filter(
        ({ detectedAt, state }) => state !== 'merged' && isWithin(Date.parse(detectedAt), range),
      );
      // Times long past are outside of what the incidents' own names are looked up in.
      const seen = await client('listEntities', { from: formatTime(range.from), to: formatTime(range.to) });
      const nameOf = new Map(seen.items.map((entity) => [entity.id, entity.name]));
      return Promise.all(detected.map(({ id }) => readIncident(client, id, nameOf)));
    },
  };
}

async function post(url: string, body: Uint8Array): Promise<void> {
  for (;;) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body: body as Uint8Array<ArrayBuffer>,
    });
    await answer.arrayBuffer();
    if (answer.ok) return;
    if (!RETRYABLE.includes(answer.status)) throw new Error(`${url} refused a request with ${answer.status}`);
    await delay(Number(answer.headers.get('retry-after') ?? 1) * SECOND);
  }
}

async function readIncident(client: Client, id: string, nameOf: ReadonlyMap<string, string>): Promise<SeenIncident> {
  const { detectedAt, resolvedAt, title, hypotheses } = await client('getIncident', { id });
  return {
    id,
    detectedAt: Date.parse(detectedAt),
    // Each fault is replayed into a project of its own: there is nothing to open again.
    reopenedAt: [],
    resolvedAt: resolvedAt === null ? undefined : Date.parse(resolvedAt),
    title,
    causes: hypotheses
      .filter(({ state }) => state !== 'ruled_out')
      .map(({ entity, score }) => ({ service: bareName(nameOf.get(entity.id) ?? entity.name), score })),
  };
}

function bareName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
