import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { BURN_UNIT } from '@foreshock/model/slo-burn.ts';
import { formatMeasured, measureWords } from '@foreshock/model/wording/measure-words.ts';
import { formatNumber } from '@foreshock/model/wording/quantity.ts';

const TINY_SHARE = 0.001;
const RATES: Readonly<Record<string, string>> = { '1/s': 'a second', '1/min': 'a minute' };

/** What the anomaly that matters most says, in one line. */
export function titleOf(anomaly: Anomaly, entities: ReadonlyMap<EntityId, Entity>): string {
  const full = entities.get(anomaly.entity)?.name ?? anomaly.entity;
  const name = full.slice(full.lastIndexOf('/') + 1);
  const seen = formatMeasured(anomaly.measure, anomaly.observed, anomaly.unit);
  const usual = usualOf(anomaly);
  if (anomaly.hard) return `${name}: ${anomaly.measure}`;
  if (anomaly.unit === BURN_UNIT)
    return `${name} uses up its error budget ${formatNumber(anomaly.observed)} times too fast`;
  switch (anomaly.kind) {
    case 'errors':
      return anomaly.unit === 'share' && anomaly.signal === 'traces'
        ? `${name} fails ${seen} of requests (usual ${usual})`
        : anomaly.unit === 'share'
          ? `${seen} of the lines of ${name} are errors (usual ${usual})`
          : `${name} logs ${seen} errors (usual ${usual})`;
    case 'latency':
      return anomaly.unit === 'share'
        ? `${name}: ${anomaly.measure} in ${seen} (usual ${usual})`
        : `${name} p95 ${seen} (usual ${usual})`;
    case 'traffic':
      return `${name} gets ${countedOf('requests', anomaly)}`;
    case 'missing-data':
      return `${name} stopped reporting`;
    case 'logs':
      return anomaly.direction === 'new'
        ? `${name} writes a new line`
        : `${name} writes ${countedOf('lines', anomaly)}`;
    default:
      return `${name}: ${measureWords(anomaly.measure)} ${seen} (usual ${usual})`;
  }
}

/** Shares so small that their digits say nothing are one. */
function usualOf({ measure, expected, unit }: Anomaly): string {
  const isTiny = unit === 'share' && expected > 0 && expected < TINY_SHARE;
  return isTiny ? `under ${formatMeasured(measure, TINY_SHARE, unit)}` : formatMeasured(measure, expected, unit);
}

/** `9 lines a minute (usual 0.03)`. */
function countedOf(things: string, anomaly: Anomaly): string {
  const { measure, observed, expected, unit } = anomaly;
  const rate = RATES[unit];
  if (rate === undefined) return `${formatMeasured(measure, observed, unit)} ${things} (usual ${usualOf(anomaly)})`;
  return `${formatNumber(observed)} ${things} ${rate} (usual ${formatNumber(expected)})`;
}
