// Beside analysis, which never waits for it: incidents are told one after the other by a language model, checked, and
// kept. It can only word what is there; it opens, delays and silences nothing.
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { ModelCall } from '@foreshock/model/model-call.ts';
import { basisOf, isCurrent, type Story } from '@foreshock/model/story.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { hashId, sha256Hex } from '../base/crypto/digest.ts';
import type { KeyRing } from '../base/crypto/key-ring.ts';
import { createToken } from '../base/crypto/token.ts';
import type { Logger } from '../base/logger.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import { compileSettings } from '../redaction/config.ts';
import { createRedactor, type Redactor } from '../redaction/create-redactor.ts';
import { pseudonymKeyPurpose } from '../redaction/pseudonym.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import { findRedactionSettings } from '../store/metadata/redaction-settings.ts';
import { findStory, keepStory, type SealedCall } from '../store/metadata/stories.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { LanguageModel } from './models/language-model.ts';
import { buildPack } from './pack/build-pack.ts';
import { PROMPT_VERSION } from './prompts/explain-incident.ts';
import { readSources } from './read-sources.ts';
import { sealTexts } from './seal-texts.ts';
import { type ToldCall, tellStory } from './tell-story.ts';

export interface ExplanationTools {
  readonly db: MetadataDatabase;
  readonly store: TelemetryStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
  readonly keys: KeyRing;
  readonly model: LanguageModel;
  readonly maxTokens: number;
}

export interface Explanation {
  /** Returns at once. Incidents that no longer go on, or are waiting already, are left out. */
  consider(tenant: TenantId, incidents: readonly Incident[]): void;
  /** Ends the call in hand; what it was to tell keeps its template's story. */
  stop(): Promise<void>;
}

/** A storm longer than this keeps its templates' stories; the count says how many. */
const MOST_WAITING = 200;
const RECENT_MS = HOUR;
/** An incident that changes all the time is told at most so often. */
const AGAIN_AFTER_MS = 5 * MINUTE;

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
  const waiting = new Map<string, { readonly tenant: TenantId; readonly id: IncidentId }>();
  /** The model did not answer: they are told when it is well again. */
  const unanswered = new Map<string, { readonly tenant: TenantId; readonly id: IncidentId }>();
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
        logger.error('incident not told', { tenant: next.tenant, incident: next.id, error });
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
  async function tell(tenant: TenantId, id: IncidentId): Promise<boolean> {
    const incident = await findIncident(db, tenant, id);
    if (!incident || incident.evidence.length === 0) return true;
    const before = await findStory(db, tenant, id);
    const now = clock.now();
    if (before && (isCurrent(before, incident) || now - before.toldAt < AGAIN_AFTER_MS)) return true;
    const redactor = await redactorOf(tenant);
    const sources = await readSources(incident, tenant, { db, telemetry: tools.store.tenant(tenant), now });
    const redact = (text: string): string => redactor.text(text);
    const told = await tellStory(buildPack(sources, redactor), {
      ...tools,
      redact,
      signal: ended.signal,
    });
    const answered = told.calls.at(-1)?.outcome !== 'failed';
    const story: Story = {
      basis: basisOf(incident),
      toldAt: now,
      ...(told.claims && { narrative: { by: tools.model.name, claims: told.claims } }),
    };
    await keepStory(
      db,
      tenant,
      id,
      answered ? story : undefined,
      // Nothing left while the circuit was open.
      told.calls.filter(({ completion }) => completion.attempts > 0).map((call) => sealedOf(call, tenant, id)),
    );
    for (const { outcome } of told.calls) calls.add(1, { outcome });
    return answered;
  }

  async function redactorOf(tenant: TenantId): Promise<Redactor> {
    const { settings } = await findRedactionSettings(db, tenant);
    const compiled = compileSettings(settings);
    // Rather no story than one that was not searched.
    if (!compiled.ok) throw new Error(`redaction settings cannot be used: ${compiled.error.message}`);
    return createRedactor(compiled.value, tools.keys.derive(pseudonymKeyPurpose(tenant, settings.keyVersion)));
  }

  function sealedOf(told: ToldCall, tenant: TenantId, incident: IncidentId): SealedCall {
    const { completion, isRepair, outcome, verdicts, masked } = told;
    const { sent, attempts, tookMs, result } = completion;
    const id = hashId('call_', createToken());
    const call: ModelCall = {
      id,
      incident,
      time: clock.now(),
      model: tools.model.name,
      promptVersion: PROMPT_VERSION,
      outcome,
      error: result.ok ? '' : result.error.message,
      isRepair,
      attempts,
      tookMs: Math.round(tookMs),
      sentBytes: Buffer.byteLength(sent),
      ...(result.ok && result.value.inputTokens !== undefined && { inputTokens: result.value.inputTokens }),
      ...(result.ok && result.value.outputTokens !== undefined && { outputTokens: result.value.outputTokens }),
      masked: [...masked].map(([kind, count]) => ({ kind, count })),
      verdicts,
      hash: sha256Hex(sent),
    };
    const texts = { prompt: sent, answer: result.ok ? result.value.text : '' };
    return { call, sealed: sealTexts(texts, tenant, id, tools.keys) };
  }

  return {
    consider(tenant, incidents) {
      for (const { id, state, updatedAt } of incidents) {
        const isOver = state === 'merged' || state === 'dismissed';
        if (isOver || clock.now() - updatedAt > RECENT_MS || waiting.has(`${tenant} ${id}`)) continue;
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
