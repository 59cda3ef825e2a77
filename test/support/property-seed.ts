// Properties are tried on the same draws at each run, so that a red build is about its change and not about its luck.
// FORESHOCK_PROPERTY_SEED=N tries others, and `random` new ones each time.
import fc from 'fast-check';

const wanted = process.env.FORESHOCK_PROPERTY_SEED ?? '20261126';
if (wanted !== 'random') {
  const seed = Number(wanted);
  if (!Number.isSafeInteger(seed))
    throw new Error(`FORESHOCK_PROPERTY_SEED is "${wanted}": give a whole number or "random"`);
  fc.configureGlobal({ seed });
}
