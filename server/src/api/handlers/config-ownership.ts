import type { OutputOf } from '@foreshock/contract/operation.ts';
import { type getConfigOwnership, ownedKinds } from '@foreshock/contract/operations/config-ownership.ts';
import { success } from '@foreshock/model/known-error.ts';
import { z } from 'zod';
import {
  changeProjectSettings,
  findProjectSettings,
  type SettingsVersion,
} from '../../store/metadata/project-settings.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { timeOrNull } from '../views/time-or-null.ts';

type Names = 'getConfigOwnership' | 'changeConfigOwnership';

/** Of a version; what a newer program marked is left out. */
const Kept = z.array(
  z
    .object({ kind: z.enum(ownedKinds), id: z.string() })
    .nullable()
    .catch(null),
);

export function configOwnershipHandlers({ db, clock }: HandlerTools): Pick<Handlers, Names> {
  return {
    async getConfigOwnership({ caller }) {
      return success(view(await findProjectSettings(db, caller.tenant, 'config')));
    },

    async changeConfigOwnership({ input: { basedOn, owned }, caller }) {
      const change = { basedOn, value: owned, by: caller.name, now: clock.now() };
      const kept = await changeProjectSettings(db, caller.tenant, 'config', change);
      return kept.ok ? success(view(kept.value)) : kept;
    },
  };
}

function view(kept: SettingsVersion | undefined): OutputOf<typeof getConfigOwnership> {
  const owned = Kept.safeParse(kept?.value);
  return {
    version: kept?.version ?? 0,
    owned: owned.success ? owned.data.filter((one) => one !== null) : [],
    changedAt: timeOrNull(kept?.changedAt),
    changedBy: kept?.changedBy ?? null,
  };
}
