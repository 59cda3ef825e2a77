import { expect, test } from 'vitest';
import { counterUniform } from '../../statistics/counter-hash.ts';
import { type AlarmHistory, countWindows } from './alarm-history.ts';

function drawn(seed: number): AlarmHistory {
  const places = 4;
  const alarms = Array.from({ length: 60 }, (_, n) => ({
    time: Math.floor(100 * counterUniform(seed, n, 0)),
    type: Math.floor(3 * counterUniform(seed, n, 1)),
    place: Math.floor(places * counterUniform(seed, n, 2)),
  })).sort((a, b) => a.time - b.time);
  return {
    times: alarms.map(({ time }) => time),
    types: alarms.map(({ type }) => type),
    places: alarms.map(({ place }) => place),
    typeCount: 3,
    neighbors: [[1], [0, 2], [1], []],
  };
}

test('the counts are those of a plain search through all pairs', () => {
  for (let seed = 1; seed <= 10; seed++) {
    const history = drawn(seed);
    const { times, types, places, neighbors } = history;
    const { own, near } = countWindows(history, 7);
    for (const [alarm, time] of times.entries()) {
      for (let type = 0; type < 3; type++) {
        const before = times.flatMap((other, index) =>
          types[index] === type && other < time && other >= time - 7 ? [places[index]!] : [],
        );
        const place = places[alarm]!;
        const here = before.filter((other) => other === place).length;
        const around = before.filter((other) => neighbors[place]!.includes(other)).length;
        expect([own[type]![alarm], near[type]![alarm]], `seed ${seed}, alarm ${alarm}`).toEqual([here, around]);
      }
    }
  }
});
