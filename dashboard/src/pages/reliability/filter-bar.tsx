import type { CalibrationView } from '../../answer-shapes.ts';
import { Segments } from '../../components/segments.tsx';
import { failureWords } from '../../words/failure-words.ts';
import { shortName } from '../../words/name-words.ts';
import styles from './reliability.module.css';
import { horizonWords } from './reliability-words.ts';
import type { CalibrationAsked, CalibrationFilter } from './use-calibration-input.ts';

const scopes = [
  { id: 'shown', name: 'What was shown' },
  { id: 'all', name: 'Every forecast' },
] as const;

/** `choices`: the answer without filters, for what there is to choose from. */
export function FilterBar({ asked, choices }: { asked: CalibrationAsked; choices: CalibrationView | undefined }) {
  return (
    <div className={styles.filters}>
      <Choice
        asked={asked}
        name="failure"
        every="every failure"
        options={(choices?.byFailure ?? []).map(({ failure }) => [failure, failureWords(failure)])}
      />
      <Choice
        asked={asked}
        name="service"
        every="every service"
        options={(choices?.byEntity ?? []).map(({ entity }) => [entity.id, shortName(entity.name)])}
      />
      <Choice
        asked={asked}
        name="horizon"
        every="every horizon"
        options={(choices?.byHorizon ?? []).map(({ horizon }) => [horizon, `within ${horizonWords(horizon)}`])}
      />
      <Segments
        label="Which forecasts"
        segments={scopes}
        chosen={asked.scope}
        onChoose={(id) => asked.change({ scope: id === 'shown' ? undefined : id })}
        small
      />
    </div>
  );
}

interface ChoiceProps {
  readonly asked: CalibrationAsked;
  readonly name: CalibrationFilter;
  readonly every: string;
  readonly options: readonly (readonly [value: string, words: string])[];
}

function Choice({ asked, name, every, options }: ChoiceProps) {
  const chosen = asked.filters[name];
  const isListed = chosen === '' || options.some(([value]) => value === chosen);
  return (
    <select aria-label={name} value={chosen} onChange={(event) => asked.change({ [name]: event.target.value })}>
      <option value="">{every}</option>
      {!isListed && <option value={chosen}>{chosen}</option>}
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}
