import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import { noiseKey, signalOf, weightOfNoise } from '@foreshock/model/told-noise.ts';
import { listVerdicts } from '../../store/metadata/incident-verdicts.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { readToldNoise } from '../../store/metadata/told-noise.ts';
import type { Caller } from '../caller.ts';
import type { HandlerTools } from '../handler-tools.ts';
import type { EntityDirectory } from './entity-view.ts';

/** The newest are enough to take one back. */
const MOST_NAMED = 5;

/** What of an incident people called noise so often that it weighs less in opening another. */
export async function viewToldNoise(
  db: HandlerTools['db'],
  { tenant, name }: Pick<Caller, 'tenant' | 'name'>,
  { anomalies: members }: Pick<Incident, 'anomalies'>,
  anomalies: readonly Anomaly[],
  entities: EntityDirectory,
) {
  const known = new Set(members);
  const own = anomalies.filter(({ id }) => known.has(id));
  const told = await readToldNoise(db, tenant, [...new Set(own.map(({ entity }) => entity))]);
  const keys = new Set(own.map((one) => noiseKey(signalOf(one))));
  return Promise.all(
    [...keys]
      .flatMap((key) => told.get(key) ?? [])
      .map(async (noise) => ({
        entity: entities.ref(noise.entity),
        measure: noise.measure,
        times: noise.incidents.length,
        weight: weightOfNoise(noise),
        incidents: await Promise.all(
          noise.incidents.slice(0, MOST_NAMED).map(async (id) => {
            const verdicts = await listVerdicts(db, tenant, id);
            const mine = verdicts.some(({ by, says }) => by === name && says === 'noise');
            return { id, title: (await findIncident(db, tenant, id))?.title ?? id, mine };
          }),
        ),
      })),
  );
}
