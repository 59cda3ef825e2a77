// What ingest pays for the templates of the lines that analysis counts.
import type { EntityId } from '@foreshock/model/entity.ts';
import { createMiner } from '../../server/src/ingest/templates/mine-templates.ts';

export interface MiningCost {
  readonly linesPerSecond: number;
  readonly cpuSecondsPerMinute: number;
}

const FORMS: readonly ((i: number) => string)[] = [
  (i) => `request ${i * 7_919} handled by worker ${i % 32} in ${(i * 37) % 900} ms, status 200, upstream cart-service`,
  (i) => `GET /api/v2/cart/${i * 31}/items HTTP/1.1 from 10.${i % 200}.3.${i % 9}:4${i % 1_000} took ${i % 90}ms`,
  (i) => `level=info msg="order placed" order=ord-${i * 17} total=${i % 500}.99 currency=EUR items=${i % 7}`,
  (i) => `connection to db-${i % 4}.internal:5432 lost after ${i % 300} ms, attempt ${i % 5} of 5`,
];

/** Two minutes of lines, the second of which counts: by then the templates are known. */
export function measureMining(workloads: number, linesPerSecond: number): MiningCost {
  const miner = createMiner();
  const entities = Array.from({ length: workloads }, (_, i) => `ent_service-${i}` as EntityId);
  const lines = linesPerSecond * 60;
  const mine = (from: number): void => {
    for (let i = from; i < from + lines; i += 1) {
      const line = FORMS[Math.floor(i / workloads) % FORMS.length]!(i);
      miner.assign(entities[i % workloads]!, line, false, 9, i);
    }
  };
  mine(0);
  const before = process.cpuUsage();
  mine(lines);
  return { linesPerSecond, cpuSecondsPerMinute: process.cpuUsage(before).user / 1e6 };
}
