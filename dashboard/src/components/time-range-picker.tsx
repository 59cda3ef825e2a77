import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import { ChevronDown, ChevronLeft, ChevronRight, ZoomIn, ZoomOut } from 'lucide-react';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { RangeChoice } from '../time-range-choice.ts';
import { panRange, parseTypedRange, presets, rangeWords, zoomRange } from '../time-range-choice.ts';
import { useKeys } from '../use-keys.ts';
import { durationWords } from '../words/duration-words.ts';
import { Button, ButtonRow } from './button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './time-range-picker.module.css';

export interface TimeRangePickerProps {
  readonly choice: RangeChoice;
  readonly now: Timestamp;
  /** What Esc goes back to. */
  readonly usual: DurationMs;
  readonly onChoose: (choice: RangeChoice) => void;
}

/** The one control for time: presets, typed words, earlier and later, closer and wider. Arrows, + and -, Esc do the same. */
export function TimeRangePicker({ choice, now, usual, onChoose }: TimeRangePickerProps) {
  const [open, setOpen] = useState(false);
  const pan = (steps: number) => () => onChoose(panRange(choice, steps, now));
  const zoom = (factor: number) => () => onChoose(zoomRange(choice, factor, now));
  useKeys({
    ArrowLeft: pan(-1),
    ArrowRight: pan(1),
    '+': zoom(0.5),
    '=': zoom(0.5),
    '-': zoom(2),
    // biome-ignore lint/correctness/noComponentHookFactories: Escape is the name of a key
    Escape: () => onChoose({ kind: 'last', length: usual }),
  });
  return (
    <fieldset className={styles.picker} aria-label="Time range">
      <button type="button" className={`${styles.button} ${styles.fine}`} aria-label="Earlier" onClick={pan(-1)}>
        <ChevronLeft size={16} strokeWidth={1.75} />
      </button>
      <button type="button" className={styles.choice} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {rangeWords(choice)}
        <ChevronDown size={15} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <button type="button" className={`${styles.button} ${styles.fine}`} aria-label="Later" onClick={pan(1)}>
        <ChevronRight size={16} strokeWidth={1.75} />
      </button>
      <button type="button" className={`${styles.button} ${styles.fine}`} aria-label="Closer" onClick={zoom(0.5)}>
        <ZoomIn size={16} strokeWidth={1.75} />
      </button>
      <button type="button" className={`${styles.button} ${styles.fine}`} aria-label="Wider" onClick={zoom(2)}>
        <ZoomOut size={16} strokeWidth={1.75} />
      </button>
      {open && (
        <RangeDialog
          choice={choice}
          now={now}
          onClose={() => setOpen(false)}
          onChoose={(chosen) => {
            setOpen(false);
            onChoose(chosen);
          }}
        />
      )}
    </fieldset>
  );
}

interface RangeDialogProps {
  readonly choice: RangeChoice;
  readonly now: Timestamp;
  readonly onClose: () => void;
  readonly onChoose: (choice: RangeChoice) => void;
}

function RangeDialog({ choice, now, onClose, onChoose }: RangeDialogProps) {
  const [text, setText] = useState('');
  const typed = parseTypedRange(text, now);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed) onChoose(typed);
  };
  return (
    <Dialog title="Time range" onClose={onClose}>
      <div className={styles.presets}>
        {presets.map((length) => (
          <Button
            key={length}
            look="small"
            aria-pressed={choice.kind === 'last' && choice.length === length}
            onClick={() => onChoose({ kind: 'last', length })}
          >
            last {durationWords(length)}
          </Button>
        ))}
      </div>
      <form onSubmit={submit}>
        <label className={styles.typed}>
          Or type it
          <input
            value={text}
            placeholder="last 90 min, or 02:00 to 03:30"
            autoComplete="off"
            onChange={(event) => setText(event.target.value)}
          />
          <span className={styles.hint} role="status">
            {text && (typed ? rangeWords(typed) : 'Not a range yet: a length, or two times with "to" between them')}
          </span>
        </label>
        <ButtonRow>
          <Button type="submit" look="filled" disabled={!typed}>
            Show this range
          </Button>
        </ButtonRow>
      </form>
    </Dialog>
  );
}
