import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { ClaimVerdict } from '@foreshock/model/model-call.ts';
import { checkPromptParts, type PromptParts, promptVariables } from '@foreshock/model/prompt-parts.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import {
  changePromptParts,
  findPromptParts,
  findPromptVersion,
  listPromptVersions,
  type PromptVersion,
} from '../../store/metadata/prompt-parts.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

export interface PromptSource {
  /** What would leave; `undefined` where there is no such incident or prediction. */
  readonly preview: (
    tenant: TenantId,
    asked: { readonly id: string; readonly parts: PromptParts },
  ) => Promise<
    { readonly system: string; readonly before: string; readonly after: string; readonly version: string } | undefined
  >;
  /** Tells it once; absent without a model. */
  readonly tryOut?: (
    tenant: TenantId,
    asked: { readonly id: string; readonly parts: PromptParts },
  ) => Promise<Result<TriedWording>>;
  /** The text without what redaction of the project takes. */
  readonly redact: (tenant: TenantId, text: string) => Promise<string>;
}

interface TriedWording {
  readonly by: string;
  readonly sentences: readonly string[] | undefined;
  readonly verdicts: readonly ClaimVerdict[];
  readonly calls: readonly string[];
}

const LISTED = 50;

export function promptHandlers(
  { db, clock }: Pick<HandlerTools, 'db' | 'clock'>,
  source: PromptSource,
): Pick<
  Handlers,
  'getPromptSettings' | 'updatePromptSettings' | 'restorePromptSettings' | 'previewPromptSettings' | 'tryPromptSettings'
> {
  return {
    async getPromptSettings({ caller }) {
      const versions = await listPromptVersions(db, caller.tenant, LISTED);
      const inForce = versions[0] ?? (await findPromptParts(db, caller.tenant));
      return success({ ...viewOf(inForce), variables: [...promptVariables], versions: versions.map(viewOf) });
    },

    async updatePromptSettings({ input, caller }) {
      const sound = await soundParts(input.parts, caller.tenant);
      return sound.ok ? change(input.version, sound.value, caller) : sound;
    },

    async restorePromptSettings({ input, caller }) {
      const found = await findPromptVersion(db, caller.tenant, input.to);
      if (!found) return failure('input-invalid', `to is ${input.to}: there is no such version`);
      // Rules may have become stricter since.
      const sound = await soundParts(found.parts, caller.tenant);
      return sound.ok ? change(input.version, sound.value, caller) : sound;
    },

    async previewPromptSettings({ input, caller }) {
      const sound = await soundParts(input.parts, caller.tenant);
      if (!sound.ok) return sound;
      const preview = await source.preview(caller.tenant, { id: input.id, parts: sound.value });
      return preview
        ? success({ ...preview })
        : failure('incident-not-found', `there is no incident or prediction ${input.id} with evidence to tell of`);
    },

    async tryPromptSettings({ input, caller }) {
      const sound = await soundParts(input.parts, caller.tenant);
      if (!sound.ok) return sound;
      if (!source.tryOut) return failure('state-conflict', 'no language model is configured: set model.url');
      const tried = await source.tryOut(caller.tenant, { id: input.id, parts: sound.value });
      if (!tried.ok) return tried;
      const { by, sentences, verdicts, calls } = tried.value;
      return success({
        by,
        sentences: sentences ? [...sentences] : null,
        verdicts: verdicts.map((verdict) => ({ ...verdict, faults: [...verdict.faults] })),
        calls: [...calls],
      });
    },
  };

  async function change(basedOn: number, parts: PromptParts, caller: Caller) {
    const changed = await changePromptParts(db, caller.tenant, { basedOn, parts, by: caller.name, now: clock.now() });
    return changed.ok ? success(viewOf(changed.value)) : changed;
  }

  async function soundParts(parts: PromptParts, tenant: TenantId): Promise<Result<PromptParts>> {
    const checked = checkPromptParts(parts);
    if (!checked.ok) return checked;
    return (await source.redact(tenant, parts.houseRules)) === parts.houseRules
      ? checked
      : failure(
          'input-invalid',
          'houseRules holds a secret or personal data: take it out, a prompt leaves this server',
        );
  }
}

function viewOf({ version, changedBy, changedAt, parts }: PromptVersion) {
  return { version, changedBy, changedAt: version === 0 ? null : formatTime(changedAt), parts };
}
