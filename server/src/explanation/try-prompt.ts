// A wording that is not in force yet, told once of a real incident or prediction: kept with what left, and never shown as
// its story.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { ClaimVerdict } from '@foreshock/model/model-call.ts';
import type { PromptParts } from '@foreshock/model/prompt-parts.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { sha256Hex } from '../base/crypto/digest.ts';
import { createDeadline } from '../base/schedule.ts';
import { keepStory } from '../store/metadata/stories.ts';
import { evidenceHash } from './evidence-hash.ts';
import { findSubject } from './find-subject.ts';
import { keptCall } from './kept-call.ts';
import { paidBy } from './models/paid-by.ts';
import { buildPack } from './pack/build-pack.ts';
import { tellingPrompt } from './prompts/telling-prompt.ts';
import { redactorOf } from './redactor-of.ts';
import type { ExplanationTools } from './start-explanation.ts';
import { tellStory } from './tell-story.ts';

export interface TriedPrompt {
  readonly by: string;
  /** Sentences as they would be shown; `undefined` where too little holds, and the template's story would stay. */
  readonly sentences: readonly string[] | undefined;
  /** Of the last answer. */
  readonly verdicts: readonly ClaimVerdict[];
  /** What left: the last is the answer that counts. */
  readonly calls: readonly string[];
}

/** A person waits. */
const LONGEST_WAIT_MS = 60_000;

/** `incident-not-found` where there is none with evidence; the faults of the model as they are. */
export async function tryPrompt(
  tenant: TenantId,
  { id, parts }: { readonly id: string; readonly parts: PromptParts },
  tools: Pick<ExplanationTools, 'db' | 'store' | 'clock' | 'keys' | 'model' | 'capsOf' | 'maxTokens' | 'figures'>,
): Promise<Result<TriedPrompt>> {
  const { db, clock, keys, maxTokens } = tools;
  const subject = await findSubject(db, tenant, id);
  if (!subject)
    return failure('incident-not-found', `there is no incident or prediction ${id} with evidence to tell of`);
  const redactor = await redactorOf(tenant, db, keys);
  const pack = buildPack(await subject.read({ db, telemetry: tools.store.tenant(tenant), now: clock.now() }), redactor);
  const redact = (text: string): string => redactor.text(text);
  const { version, ...words } = tellingPrompt(subject.task, pack, { version: 0, parts }, redact, tools.figures);
  const prompt = { ...words, version: `${version}+draft` };
  const model = paidBy(tools.model, { db, clock, tenant, caps: await tools.capsOf(tenant) });
  const deadline = createDeadline(LONGEST_WAIT_MS);
  const told = await tellStory(pack, { prompt, model, maxTokens, redact, signal: deadline.signal });
  deadline.cancel();
  const place = {
    tenant,
    incident: id,
    about: sha256Hex(`${prompt.version} ${evidenceHash(pack)}`),
    promptVersion: prompt.version,
  };
  const kept = told.calls
    .filter(({ completion, outcome }) => completion.attempts > 0 || outcome === 'capped')
    .map((call) => keptCall(call, place, tools));
  await keepStory(db, tenant, id, undefined, kept);
  const last = told.calls.at(-1)!;
  if (!last.completion.result.ok) return last.completion.result;
  return success({
    by: model.name,
    sentences: told.words?.claims.map(({ text }) => text),
    verdicts: last.verdicts,
    calls: kept.map(({ call }) => call.id),
  });
}
