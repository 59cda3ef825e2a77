import type { LedgerEntry } from '@foreshock/model/ledger.ts';
import type { ToldOutcome } from '@foreshock/model/told-outcome.ts';
import { recordOf, refreshEpisodes } from './learnt-record.ts';
import { append } from './minute.ts';
import { pairKey } from './pair-key.ts';
import type { PredictionState } from './prediction-state.ts';
import { isToldActed } from './told-calls.ts';

/** Predictions that are remembered: more than what is learnt from holds. */
const KEPT = 5_000;

/**
 * Writes what people said, in order. What was acted upon teaches nothing from then on; that it came true or did not
 * teaches nothing either: telemetry tells that.
 */
export function noteTold(state: PredictionState, ledger: LedgerEntry[], outcomes: readonly ToldOutcome[]): void {
  state.told ??= new Map();
  for (const { prediction, entity, failure, person, says, toldAt } of outcomes) {
    append(state, ledger, { type: 'told', prediction, entity, failure, person, says, toldAt });
    const before = state.told.get(prediction)?.sayings ?? [];
    // Said again it is kept as the newest, so that those of long ago go first.
    state.told.delete(prediction);
    const sayings = [...before.filter((one) => one.person !== person), { person, says, toldAt }];
    state.told.set(prediction, { key: pairKey(entity, failure), sayings });
    for (const id of state.told.keys()) {
      if (state.told.size <= KEPT) break;
      state.told.delete(id);
    }
    refreshEpisodes(recordOf(state.learnt, failure), (id) => isToldActed(state.told, id));
  }
}
