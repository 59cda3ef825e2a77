import type { ParsedInputOf } from '@foreshock/contract/operation.ts';
import type { createSlo as createOperation, previewSlo } from '@foreshock/contract/operations/slos.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Slo, SloId, SloPromise } from '@foreshock/model/slo.ts';
import { createBurnReader } from '@foreshock/model/slo-burn.ts';
import { DAY, MINUTE } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { createSlo, deleteSlo, findSlo, listSlos, updateSlo } from '../../store/metadata/slos.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../execute-operation.ts';
import { type HandlerTools, invalid } from '../handler-tools.ts';
import { findNamedEntity } from '../named-entity.ts';
import { readSlo, readSlos } from '../read-slo.ts';
import { viewBurnSeries, viewSlo, viewSloWithBurn } from '../views/slo-view.ts';

type Names = 'listSlos' | 'getSlo' | 'createSlo' | 'updateSlo' | 'deleteSlo';

/** The chart shows a day, a value every five minutes. */
const SERIES_MS = DAY;
/** The shortest window of burn. */
const LIST_STEP_MS = 5 * MINUTE;
const SERIES_STEP_MS = 5 * MINUTE;

export function sloHandlers(tools: HandlerTools): Pick<Handlers, Names> {
  const { db, clock, store, directories } = tools;
  const sloOf = async (
    input: ParsedInputOf<typeof createOperation>,
    caller: Caller,
    { id, version }: Pick<Slo, 'id' | 'version'>,
  ): Promise<Result<Slo>> => {
    const promise = await promiseOf(input, caller, tools);
    if (!promise.ok) return promise;
    const { name } = input;
    return success({ id, version, name, ...promise.value, changedAt: clock.now(), changedBy: caller.name });
  };

  return {
    async listSlos({ input, caller }) {
      const all = await listSlos(db, caller.tenant);
      const slos = all.filter(({ entity }) => input.entity === undefined || entity === input.entity);
      const entities = await directories.of(
        caller.tenant,
        slos.map(({ entity }) => entity),
      );
      const readings = await readSlos(store.tenant(caller.tenant), slos, clock.now(), { stepMs: LIST_STEP_MS });
      if (!readings.ok) return readings;
      return success({ items: slos.map((slo, index) => viewSloWithBurn(slo, readings.value[index]!, entities)) });
    },

    async getSlo({ input, caller }) {
      const slo = await findSlo(db, caller.tenant, input.id);
      if (!slo) return failure('slo-not-found', `there is no SLO ${input.id}: it may have been deleted`);
      const entities = await directories.of(caller.tenant, [slo.entity]);
      const reading = await readSlo(store.tenant(caller.tenant), slo, clock.now(), SERIES_MS);
      if (!reading.ok) return reading;
      const { counts, range } = reading.value;
      const shown = { from: range.to - SERIES_MS, to: range.to };
      const series = viewBurnSeries(createBurnReader(counts, range, slo), shown, SERIES_STEP_MS);
      return success({ ...viewSloWithBurn(slo, reading.value, entities), series });
    },

    async createSlo({ input, caller }) {
      const id = hashId('slo_', caller.tenant, input.name, String(clock.now())) as SloId;
      const slo = await sloOf(input, caller, { id, version: 1 });
      const kept = slo.ok ? await createSlo(db, caller.tenant, slo.value) : slo;
      return kept.ok ? success(await view(kept.value, caller)) : kept;
    },

    async updateSlo({ input, caller }) {
      const slo = await sloOf(input, caller, { id: input.id as SloId, version: input.basedOn });
      const kept = slo.ok ? await updateSlo(db, caller.tenant, slo.value) : slo;
      return kept.ok ? success(await view(kept.value, caller)) : kept;
    },

    async deleteSlo({ input, caller }) {
      const gone = await deleteSlo(db, caller.tenant, input.id, input.basedOn);
      return gone.ok ? success({ id: gone.value.id }) : gone;
    },
  };

  async function view(slo: Slo, caller: Caller) {
    return viewSlo(slo, await directories.of(caller.tenant, [slo.entity]));
  }
}

/** What the schema cannot say: who is meant, and what belongs to which objective. */
export async function promiseOf(
  input: Omit<ParsedInputOf<typeof previewSlo>, 'days'>,
  caller: Caller,
  { directories }: HandlerTools,
): Promise<Result<SloPromise>> {
  const { objective, operation, thresholdMs, target, windowDays } = input;
  if (objective === 'latency' && thresholdMs === undefined)
    return invalid('thresholdMs: a latency objective needs one; say from how many milliseconds a request is too slow');
  if (objective === 'availability' && thresholdMs !== undefined)
    return invalid('thresholdMs: an availability objective has none; leave it out or choose the objective latency');
  const entities = await directories.of(caller.tenant, [input.entity as EntityId]);
  const entity = findNamedEntity(entities, input.entity);
  if (!entity.ok) return entity;
  return success({
    entity: entity.value.id,
    objective,
    ...(operation !== undefined && { operation }),
    ...(thresholdMs !== undefined && { thresholdMs }),
    target,
    windowDays,
  });
}
