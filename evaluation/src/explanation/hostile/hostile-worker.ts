// The thread in which hostile telemetry is played: one stage, its share of the cases and of the secrets.
import { serveThreadCalls } from '@foreshock/server/base/thread-call.ts';
import { hostileCases } from './hostile-cases.ts';
import { type CaseResult, playCase, playHarmless } from './play-case.ts';
import { playSecrets, type SecretResult } from './play-secrets.ts';
import { createStage, type Play } from './stage.ts';

export interface HostileShare {
  readonly seed: number;
  /** This one of so many. */
  readonly share: number;
  readonly of: number;
}

export interface HostileAnswer {
  readonly cases: readonly CaseResult[];
  readonly secrets: SecretResult;
}

serveThreadCalls<HostileShare, HostileAnswer>(async ({ seed, share, of }) => {
  const stage = createStage(seed);
  const harmless = new Map<string, Play>();
  const cases: CaseResult[] = [];
  for (const [at, one] of hostileCases.entries()) {
    if (at % of !== share) continue;
    const isName = one.injection.disguise === 'name';
    const key = `${one.place} ${isName}`;
    const control = harmless.get(key) ?? playHarmless(stage, one.place, isName);
    harmless.set(key, control);
    cases.push(await playCase(stage, one, control));
  }
  return { answer: { cases, secrets: playSecrets(stage, seed, of) } };
});
