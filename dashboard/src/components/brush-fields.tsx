import type { TimeRange } from '@foreshock/model/time.ts';
import { DAY } from '@foreshock/model/time.ts';
import type { FormEvent } from 'react';
import { clockWords } from '../words/time-words.ts';
import { Button } from './button.tsx';

export interface BrushFieldsProps {
  readonly range: TimeRange;
  /** Whether the range was chosen, or is all that there is. */
  readonly chosen: boolean;
  readonly onChoose: (range: TimeRange | undefined) => void;
}

/** The two ends of a brush as fields: what dragging does, by typing. */
export function BrushFields({ range, chosen, onChoose }: BrushFieldsProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const to = onDay(String(fields.get('to')), range.to);
    const from = to === undefined ? undefined : onDay(String(fields.get('from')), to);
    if (from !== undefined && to !== undefined && from < to) onChoose({ from, to });
  };
  return (
    <form key={`${range.from} ${range.to}`} onSubmit={submit}>
      <label>
        from{' '}
        <input
          name="from"
          type="text"
          inputMode="numeric"
          pattern="\d{1,2}:\d{2}"
          defaultValue={clockWords(range.from)}
          autoComplete="off"
        />
      </label>{' '}
      <label>
        to{' '}
        <input
          name="to"
          type="text"
          inputMode="numeric"
          pattern="\d{1,2}:\d{2}"
          defaultValue={clockWords(range.to)}
          autoComplete="off"
        />
      </label>{' '}
      <Button type="submit" look="small">
        Set
      </Button>{' '}
      {chosen && (
        <Button look="text" onClick={() => onChoose(undefined)}>
          all
        </Button>
      )}
    </form>
  );
}

/** The last such clock time that is not after `latest` by more than a minute. */
function onDay(text: string, latest: number): number | undefined {
  const clock = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  if (!clock) return undefined;
  const date = new Date(latest);
  date.setHours(Number(clock[1]), Number(clock[2]), 0, 0);
  return date.getTime() > latest + 60_000 ? date.getTime() - DAY : date.getTime();
}
