// A digest may begin with sentences that a model worded. They are asked for before it is due, and what has come and holds
// by then stands in it: a digest waits for nothing, and without an opening it is what code alone writes.
import type { AskModel } from '@foreshock/model/model-question.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Clock } from '../../base/clock.ts';
import type { Logger } from '../../base/logger.ts';
import { createDeadline, every, type Schedule } from '../../base/schedule.ts';
import type { Redactor } from '../../redaction/create-redactor.ts';
import type { MetadataDatabase } from '../../store/metadata/database.ts';
import {
  type DueDigest,
  findDigestOpening,
  keepDigestOpening,
  listDueDigests,
} from '../../store/metadata/digest-openings.ts';
import type { TelemetryStore } from '../../store/telemetry/telemetry-store.ts';
import type { Figures } from '../checks/check.ts';
import { buildPack } from '../pack/build-pack.ts';
import { openingSystem, openingVersion } from '../prompts/opening-prompt.ts';
import { judgeOpening, openingSchema } from './judge-opening.ts';
import { readDigest } from './read-digest.ts';

export interface OpeningTools {
  readonly db: MetadataDatabase;
  readonly store: Pick<TelemetryStore, 'tenant'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ask: AskModel;
  readonly figures: Figures;
  readonly redactorOf: (tenant: TenantId) => Promise<Redactor>;
}

/** So long before a digest is due its opening is asked for. */
const AHEAD_MS = 5 * MINUTE;
const MAX_TOKENS = 500;

/** Every minute, the digest that is due next first; one that fails does not keep the others from theirs. */
export function startOpenings(tools: OpeningTools): Schedule {
  return every({
    intervalMs: MINUTE,
    clock: tools.clock,
    work: (signal) => wordOpenings(tools, signal),
    onError: (error) => tools.logger.error('digests not opened', { error }),
  });
}

/** Of what is due soon and was not asked for yet. `signal` ends the question in hand; it is asked anew at the next start. */
export async function wordOpenings(tools: OpeningTools, signal: AbortSignal): Promise<void> {
  const { db, clock, logger } = tools;
  const now = clock.now();
  for (const digest of await listDueDigests(db, { from: now, to: now + AHEAD_MS })) {
    const { tenant, route, digestAt } = digest;
    try {
      if (signal.aborted) return;
      if (clock.now() >= digestAt || (await findDigestOpening(db, tenant, route, digestAt))) continue;
      const deadline = createDeadline(digestAt - clock.now());
      await wordOpening(digest, tools, AbortSignal.any([signal, deadline.signal])).finally(deadline.cancel);
    } catch (error) {
      logger.error('digest not opened', { tenant, route, error });
    }
  }
}

/** Asked once, whatever comes of it. */
async function wordOpening({ tenant, ...digest }: DueDigest, tools: OpeningTools, signal: AbortSignal): Promise<void> {
  const { db, store, clock, logger, figures } = tools;
  const found = await readDigest(tenant, digest, { db, telemetry: store.tenant(tenant), now: clock.now() });
  if (!found) return;
  const redactor = await tools.redactorOf(tenant);
  const pack = buildPack(found.sources, redactor);
  const answered = await tools.ask(tenant, {
    promptVersion: openingVersion(figures),
    subject: '',
    system: openingSystem(figures),
    prompt: pack.json,
    schema: openingSchema,
    maxTokens: MAX_TOKENS,
    signal,
    judge: (text) => judgeOpening(text, pack, (words) => redactor.text(words), figures),
  });
  if (answered.ok) {
    const { value: claims, by, call } = answered.value;
    return keepDigestOpening(db, tenant, { ...digest, worded: { by, call, subjects: found.subjects, claims } });
  }
  logger.warn('digest not opened', { tenant, route: digest.route, code: answered.error.code });
  if (!signal.aborted) await keepDigestOpening(db, tenant, digest);
}
