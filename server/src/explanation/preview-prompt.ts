import type { PromptParts } from '@foreshock/model/prompt-parts.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Redactor } from '../redaction/create-redactor.ts';
import { findPromptParts } from '../store/metadata/prompt-parts.ts';
import type { Figures } from './checks/check.ts';
import { findSubject } from './find-subject.ts';
import { buildPack } from './pack/build-pack.ts';
import { tellingPrompt } from './prompts/telling-prompt.ts';
import type { SourceTools } from './read-sources.ts';

export interface PromptPreview {
  readonly system: string;
  readonly before: string;
  readonly after: string;
  readonly version: string;
}

/** What would leave of this incident or prediction, to the byte; `undefined` where there is none with evidence. Sends nothing. */
export async function previewPrompt(
  tenant: TenantId,
  { id, parts }: { readonly id: string; readonly parts: PromptParts },
  { redactor, figures, ...tools }: SourceTools & { readonly redactor: Redactor; readonly figures: Figures },
): Promise<PromptPreview | undefined> {
  const subject = await findSubject(tools.db, tenant, id);
  if (!subject) return undefined;
  const pack = buildPack(await subject.read(tools), redactor);
  const redact = (text: string): string => redactor.text(text);
  const inForce = await findPromptParts(tools.db, tenant);
  const now = tellingPrompt(subject.task, pack, inForce, redact, figures);
  const then = tellingPrompt(subject.task, pack, { version: inForce.version + 1, parts }, redact, figures);
  return { system: then.system, before: now.user, after: then.user, version: then.version };
}
