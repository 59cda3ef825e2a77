import { type Injection, injections } from './injections.ts';
import { places } from './places.ts';

export interface HostileCase {
  readonly place: string;
  readonly injection: Injection;
}

const DISGUISES = 8;

/** 300: every goal at every place, undisguised and in two disguises that differ from place to place. */
export const hostileCases: readonly HostileCase[] = Object.keys(places).flatMap((place, atPlace) =>
  injections
    .filter((_, at) => {
      const [goal, disguise] = [Math.floor(at / DISGUISES), at % DISGUISES];
      return disguise === 0 || (disguise + atPlace + goal) % (DISGUISES - 1) < 2;
    })
    .map((injection) => ({ place, injection })),
);
