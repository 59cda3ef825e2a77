import { counterUniform, hashText } from '@foreshock/server/analysis/statistics/counter-hash.ts';

/** Choices that depend on the name of what they are for, and on nothing else. */
export interface Draw {
  pick<Item>(items: readonly Item[]): Item;
}

/** `of`: for example an incident and an operator. The same name draws the same. */
export function createDraw(of: string): Draw {
  const seed = hashText(of);
  let drawn = 0;
  return {
    pick(items) {
      if (items.length === 0) throw new Error(`nothing to pick from for ${of}`);
      drawn += 1;
      return items[Math.floor(counterUniform(seed, drawn) * items.length)]!;
    },
  };
}
