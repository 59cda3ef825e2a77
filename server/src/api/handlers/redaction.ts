import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { getRedactionSettings } from '@foreshock/contract/operations/redaction.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { compileSettings } from '../../redaction/config.ts';
import { createRedactor } from '../../redaction/create-redactor.ts';
import {
  changeRedactionSettings,
  findRedactionSettings,
  type KeptRedactionSettings,
} from '../../store/metadata/redaction-settings.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

/** `pseudonymKey`: 32 bytes, the same that ingest uses, so that a preview shows the tokens that will be stored. */
export function redactionHandlers(
  { db, clock }: HandlerTools,
  pseudonymKey: (tenant: TenantId, version: number) => Uint8Array,
): Pick<Handlers, 'getRedactionSettings' | 'updateRedactionSettings' | 'previewRedaction'> {
  return {
    async getRedactionSettings({ caller }) {
      return success(viewOf(await findRedactionSettings(db, caller.tenant)));
    },

    async updateRedactionSettings({ input, caller }) {
      const compiled = compileSettings(input.settings);
      if (!compiled.ok) return compiled;
      const change = { basedOn: input.version, settings: compiled.value.settings, by: caller.name, now: clock.now() };
      const kept = await changeRedactionSettings(db, caller.tenant, change);
      return kept.ok ? success(viewOf(kept.value)) : kept;
    },

    async previewRedaction({ input, caller }) {
      const compiled = compileSettings(input.settings ?? (await findRedactionSettings(db, caller.tenant)).settings);
      if (!compiled.ok) return compiled;
      const redactor = createRedactor(compiled.value, pseudonymKey(caller.tenant, compiled.value.settings.keyVersion));
      const items = input.lines.map((line) => {
        const text = redactor.text(line);
        const found = [...redactor.takeCounts()].map(([kind, count]) => ({ kind, count }));
        return { text, changed: text !== line, found };
      });
      return success({ items });
    },
  };
}

function viewOf(kept: KeptRedactionSettings): OutputOf<typeof getRedactionSettings> {
  const { version, changedBy, changedAt, settings } = kept;
  return {
    version,
    changedBy,
    changedAt: version === 0 ? null : formatTime(changedAt),
    settings: {
      ...settings,
      fields: [...settings.fields],
      allow: {
        keys: [...settings.allow.keys],
        values: [...settings.allow.values],
        patterns: [...settings.allow.patterns],
      },
      nationalIds: [...settings.nationalIds],
      patterns: [...settings.patterns],
    },
  };
}
