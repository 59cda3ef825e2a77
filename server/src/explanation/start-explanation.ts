// Beside analysis, which never waits for it: incidents are told one after the other by a language model, checked, and
// kept. It can only word what is there; it opens, delays and silences nothing.
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { basisOf, type CappedStory, isCurrent, type Story } from '@foreshock/model/story.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { sha256Hex } from '../base/crypto/digest.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import type { Logger } from '../base/logger.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import {
  countCapped,
  countVerified,
  type ReachedCap,
  type SpendCaps,
  startOfDay,
} from '../store/metadata/model-spend.ts';
import { findPromptParts } from '../store/metadata/prompt-parts.ts';
import { findAcceptedCall, findStory, keepStory, type SealedCall } from '../store/metadata/stories.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { Figures } from './checks/check.ts';
import { evidenceHash } from './evidence-hash.ts';
import { type FoundSubject, findSubject } from './find-subject.ts';
import { keptCall } from './kept-call.ts';
import { type PricedModel, paidBy } from './models/paid-by.ts';
import { buildPack } from './pack/build-pack.ts';
import { tellingPrompt } from './prompts/telling-prompt.ts';
import { redactorOf } from './redactor-of.ts';
import { openTexts } from './seal-texts.ts';
import { type LadderStory, tellByLadder } from './tell-by-ladder.ts';
import { type ToldCall, tellStory } from './tell-story.ts';

export interface ExplanationTools {
  readonly db: MetadataDatabase;
  readonly store: TelemetryStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
  readonly keys: KeyRing;
  /** The one that tells. */
  readonly model: PricedModel;
  /** Tells where a cap holds the other back. */
  readonly smaller?: PricedModel;
  /** Told the same, scored, and never shown. */
  readonly shadow?: PricedModel;
  /** In force for a project now. */
  readonly capsOf: (tenant: TenantId) => Promise<SpendCaps>;
  readonly maxTokens: number;
  readonly figures: Figures;
}

export interface Explanation {
  /** Returns at once. What no longer goes on, or is waiting already, is left out. */
  consider(tenant: TenantId, incidents: readonly Incident[], predictions?: readonly Prediction[]): void;
  /** Ends the call in hand; what it was to tell keeps its template's story. */
  stop(): Promise<void>;
}

/** A storm longer than this keeps its templates' stories; the count says how many. */
const MOST_WAITING = 200;
const RECENT_MS = HOUR;
/** An incident that changes all the time is told at most so often. */
const AGAIN_AFTER_MS = 5 * MINUTE;
/** What is never shown is asked for only while less than this of a cap is spent. */
const SHADOW_SHARE = 0.5;

export function startExplanation(tools: ExplanationTools): Explanation {
  const { db, clock, logger, telemetry } = tools;
  const calls = telemetry.counter('foreshock.explanation.calls', {
    unit: '{call}',
    description: 'Questions put to the language model, by outcome.',
  });
  const skipped = telemetry.counter('foreshock.explanation.skipped', {
    unit: '{incident}',
    description: 'Incidents that were not told because too many were waiting.',
  });
  const waiting = new Map<string, { readonly tenant: TenantId; readonly id: string }>();
  /** The model did not answer: they are told when it is well again. */
  const unanswered = new Map<string, { readonly tenant: TenantId; readonly id: string }>();
  const ended = new AbortController();
  let running: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (;;) {
      const [key, next] = waiting.entries().next().value ?? [];
      if (ended.signal.aborted || key === undefined || next === undefined) return;
      waiting.delete(key);
      try {
        if (!(await tell(next.tenant, next.id))) unanswered.set(key, next);
      } catch (error) {
        logger.error('incident or prediction not told', { tenant: next.tenant, id: next.id, error });
      }
    }
  }

  function begin(): void {
    if (ended.signal.aborted || running || waiting.size === 0) return;
    running = work().finally(() => {
      running = undefined;
      begin();
    });
  }

  /** Whether the model answered, or need not be asked. */
  async function tell(tenant: TenantId, id: string): Promise<boolean> {
    const subject = await findSubject(db, tenant, id);
    if (!subject) return true;
    const before = await findStory(db, tenant, id);
    const now = clock.now();
    if (before && !isToBeTold(before, subject.facts, now)) return true;
    const redactor = await redactorOf(tenant, db, tools.keys);
    const sources = await subject.read({ db, telemetry: tools.store.tenant(tenant), now });
    const pack = buildPack(sources, redactor);
    const redact = (text: string): string => redactor.text(text);
    const prompt = tellingPrompt(subject.task, pack, await findPromptParts(db, tenant), redact, tools.figures);
    const about = sha256Hex(`${prompt.version} ${evidenceHash(pack)}`);
    const caps = await tools.capsOf(tenant);
    let reached: ReachedCap | undefined;
    const onReached = (cap: ReachedCap): void => {
      reached ??= cap;
    };
    const rungs = [tools.model, ...(tools.smaller ? [tools.smaller] : [])];
    const options = { prompt, maxTokens: tools.maxTokens, redact, signal: ended.signal };
    const told = await tellByLadder(pack, {
      ...options,
      rungs: rungs.map((rung) => paidBy(rung, { db, clock, tenant, caps, onReached })),
      findEarlier: () => findEarlier(tenant, about),
    });
    const answered = told.step === 'cached' || told.step === 'template' || told.calls.at(-1)?.outcome !== 'failed';
    const kept = keptCalls(told.calls).map((call) =>
      keptCall(call, { tenant, incident: id, about, promptVersion: prompt.version }, tools),
    );
    const story: Story = {
      basis: basisOf(subject.facts),
      toldAt: now,
      ...(told.words && { narrative: { by: told.by, claims: told.words.claims }, actions: told.words.actions }),
      ...callOf(told, kept),
      ...(reached &&
        told.step !== 'model' && { capped: cappedStory(told.words ? told.step : 'template', reached, now) }),
    };
    await keepStory(db, tenant, id, answered ? story : undefined, kept);
    await count(tenant, told, story, now);
    if (tools.shadow && told.step === 'model' && answered) {
      const model = paidBy(tools.shadow, { db, clock, tenant, caps: shareOf(caps, SHADOW_SHARE) });
      const beside = await tellStory(pack, { ...options, model });
      const own = beside.calls.filter(({ completion }) => completion.attempts > 0);
      const shadowCalls = own.map((call) =>
        keptCall(call, { tenant, incident: id, about, promptVersion: prompt.version, shadow: true }, tools),
      );
      await keepStory(db, tenant, id, undefined, shadowCalls);
    }
    return answered;
  }

  async function findEarlier(tenant: TenantId, about: string) {
    const found = await findAcceptedCall(db, tenant, about);
    const texts = found && openTexts(found.sealed, tenant, found.call.id, tools.keys);
    return found && texts && { call: found.call.id, model: found.call.model, answer: texts.answer };
  }

  async function count(tenant: TenantId, told: LadderStory, { capped }: Story, now: Timestamp): Promise<void> {
    for (const { outcome } of told.calls) calls.add(1, { outcome });
    if (capped) await countCapped(db, { tenant, model: tools.model.model.name, now });
    const accepted = told.calls.find(({ outcome }) => outcome === 'accepted');
    const verified = accepted?.verdicts.filter(({ verdict }) => verdict === 'verified').length ?? 0;
    if (verified > 0) await countVerified(db, { tenant, model: told.by, now }, verified);
  }

  return {
    consider(tenant, incidents, predictions = []) {
      const going = [
        ...incidents.filter(({ state }) => state !== 'merged' && state !== 'dismissed'),
        // What is not shown needs no words.
        ...predictions.filter(({ state }) => state === 'active' || state === 'frozen'),
      ];
      for (const { id, updatedAt } of going) {
        if (clock.now() - updatedAt > RECENT_MS || waiting.has(`${tenant} ${id}`)) continue;
        if (waiting.size >= MOST_WAITING) skipped.add(1);
        else waiting.set(`${tenant} ${id}`, { tenant, id });
      }
      for (const [key, one] of unanswered) if (waiting.size < MOST_WAITING) waiting.set(key, one);
      unanswered.clear();
      begin();
    },
    async stop() {
      ended.abort();
      await running;
    },
  };
}

/** A day whose cap is over does not hold back today. */
function isToBeTold(before: Story, facts: FoundSubject['facts'], now: Timestamp): boolean {
  if (now - before.toldAt < AGAIN_AFTER_MS) return false;
  const isHeldOver = before.capped !== undefined && before.capped.day < startOfDay(now);
  return isHeldOver || !isCurrent(before, facts);
}

/** What left, and that something was held back, once. Nothing left while the circuit was open. */
function keptCalls(calls: readonly ToldCall[]): ToldCall[] {
  const held = calls.find(({ outcome }) => outcome === 'capped');
  return calls.filter((call) => call.completion.attempts > 0 || call === held);
}

/** The call whose words are told. */
function callOf({ earlier, words }: LadderStory, kept: readonly SealedCall[]): { readonly call?: string } {
  const call = earlier ?? (words && kept.findLast(({ call: { outcome } }) => outcome === 'accepted')?.call.id);
  return call === undefined ? {} : { call };
}

function cappedStory(step: CappedStory['step'], { cap, capMicros }: ReachedCap, now: Timestamp): CappedStory {
  return { step, cap, capMicros, day: startOfDay(now) };
}

function shareOf({ server, project }: SpendCaps, share: number): SpendCaps {
  return {
    ...(server !== undefined && { server: server * share }),
    ...(project !== undefined && { project: project * share }),
  };
}
