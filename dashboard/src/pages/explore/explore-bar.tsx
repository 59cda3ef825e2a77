import { Search } from 'lucide-react';
import type { FormEvent, ReactNode } from 'react';
import { useRef } from 'react';
import { Segments } from '../../components/segments.tsx';
import { TimeRangePicker } from '../../components/time-range-picker.tsx';
import { explorePath } from '../../paths.ts';
import text from '../../theme/text.module.css';
import { useKeys } from '../../use-keys.ts';
import styles from './explore.module.css';
import type { ExploreRange } from './use-explore-range.ts';
import { usualRange } from './use-explore-range.ts';

interface ExploreBarProps {
  readonly mode: 'logs' | 'traces' | 'metrics';
  readonly range: ExploreRange;
  /** What the query field is called, and an example. */
  readonly label: string;
  readonly example: string;
  /** Fields before the query. */
  readonly children?: ReactNode;
  readonly withQuery?: boolean;
}

/** Three modes, one query bar, one time range. The range and the entity are kept when the mode changes. */
export function ExploreBar({ mode, range, label, example, children, withQuery = true }: ExploreBarProps) {
  const field = useRef<HTMLInputElement>(null);
  useKeys({ '/': withQuery ? () => field.current?.focus() : undefined });
  const { from, to, last, entity } = range.search;
  const kept = { from, to, last, entity };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    range.change({ q: field.current?.value.trim(), line: undefined }, 'step');
  };
  return (
    <>
      <h1 className={text.unseen}>{`Explore ${mode}`}</h1>
      <div className={styles.bar}>
        <Segments
          label="Signal"
          segments={[
            {
              id: 'logs',
              name: 'Logs',
              to: explorePath('logs', { ...kept, entity: undefined, ...(entity && { q: `entity=${entity}` }) }),
            },
            { id: 'traces', name: 'Traces', to: explorePath('traces', kept) },
            { id: 'metrics', name: 'Metrics', to: explorePath('metrics', kept) },
          ]}
          chosen={mode}
        />
        <form className={styles.fields} onSubmit={submit}>
          {children}
          {withQuery && (
            <span className={styles.query}>
              <Search size={16} strokeWidth={1.75} aria-hidden="true" />
              <input
                key={range.search.q}
                ref={field}
                defaultValue={range.search.q ?? ''}
                aria-label={label}
                placeholder={example}
                autoComplete="off"
                spellCheck={false}
                onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
              />
            </span>
          )}
        </form>
        <TimeRangePicker choice={range.choice} now={range.now} usual={usualRange} onChoose={range.choose} />
      </div>
    </>
  );
}
