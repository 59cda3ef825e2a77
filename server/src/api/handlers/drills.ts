import type { Drill, DrillKind } from '@foreshock/model/drill.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import { findDrill, listDrills } from '../../store/metadata/drills.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { viewDrill } from '../views/drill-view.ts';

/** What begins and ends drills. */
export interface DrillSource {
  /** Whether there is anything that can make faults in the project. */
  isPossible(tenant: TenantId): boolean;
  start(
    tenant: TenantId,
    request: {
      readonly kind: DrillKind;
      readonly namespace: string;
      readonly target?: string;
      readonly course: DurationMs;
    },
    by: string,
  ): Promise<Result<Drill>>;
  stop(tenant: TenantId, id: string, by: string): Promise<Result<Drill>>;
}

type Names = 'startDrill' | 'stopDrill' | 'listDrills' | 'getDrill';

export function drillHandlers({ db }: HandlerTools, drills: DrillSource): Pick<Handlers, Names> {
  const answer = (result: Result<Drill>) => (result.ok ? success(viewDrill(result.value)) : result);
  return {
    async startDrill({ input, caller }) {
      const { kind, namespace, target, minutes } = input;
      const request = { kind, namespace, course: minutes * MINUTE, ...(target !== undefined && { target }) };
      return answer(await drills.start(caller.tenant, request, caller.name));
    },

    async stopDrill({ input, caller }) {
      return answer(await drills.stop(caller.tenant, input.id, caller.name));
    },

    async listDrills({ input, caller }) {
      const items = await listDrills(db, caller.tenant, input.limit);
      return success({ possible: drills.isPossible(caller.tenant), items: items.map(viewDrill) });
    },

    async getDrill({ input, caller }) {
      const drill = await findDrill(db, caller.tenant, input.id);
      return drill
        ? success(viewDrill(drill))
        : failure('drill-not-found', `there is no drill ${input.id}: see GET /api/v1/drills`);
    },
  };
}
