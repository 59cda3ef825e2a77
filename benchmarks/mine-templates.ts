/**
 * Lines per second of CPU of the template miner on lines that it has seen before but for their slots, against splitting
 * the same lines at white space with a regular expression, in one run. Rounds take turns; the median counts.
 *
 *   node benchmarks/mine-templates.ts
 */
import type { EntityId } from '@foreshock/model/entity.ts';
import { createMiner } from '../server/src/ingest/templates/mine-templates.ts';

const ROUNDS = 9;
const LINES = 20_000;
const entity = 'ent_benchmark' as EntityId;

const FORMS: readonly ((i: number) => string)[] = [
  (i) => `request ${i * 7_919} handled by worker ${i % 32} in ${(i * 37) % 900} ms, status 200, upstream cart-service`,
  (i) => `GET /api/v2/cart/${i * 31}/items HTTP/1.1 from 10.${i % 200}.3.${i % 9}:4${i % 1_000} took ${i % 90}ms`,
  (i) => `Received block blk_${i * 104_729} of size ${i * 512} from /10.251.${i % 255}.14`,
  (i) => `level=info msg="order placed" order=ord-${i * 17} total=${i % 500}.99 currency=EUR items=${i % 7}`,
];
const lines = Array.from({ length: LINES }, (_, i) => FORMS[i % FORMS.length]!(i));

const miner = createMiner();
const ways = {
  miner: () => lines.forEach((line, i) => void miner.assign(entity, line, false, 9, i)),
  split: () => lines.reduce((tokens, line) => tokens + line.split(/[\s=,;()[\]{}"'|:]+/).length, 0),
};

const times: Record<keyof typeof ways, number[]> = { miner: [], split: [] };
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(ways) as [keyof typeof ways, () => unknown][]) {
    const before = process.cpuUsage();
    run();
    times[name].push(process.cpuUsage(before).user);
  }
}
const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const perSecond = (name: keyof typeof ways) => Math.round((LINES / median(times[name])) * 1e6);
console.log(
  `miner ${perSecond('miner')} lines/s, split ${perSecond('split')} lines/s, ratio ${(perSecond('miner') / perSecond('split')).toFixed(2)}`,
);
