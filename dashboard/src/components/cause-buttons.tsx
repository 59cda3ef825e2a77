import type { CauseMarking } from '@foreshock/model/cause-mark.ts';
import { clockWords } from '../words/time-words.ts';
import { Button, ButtonRow } from './button.tsx';
import styles from './cause-buttons.module.css';
import type { HypothesisLine } from './hypothesis-line.ts';

/** How a page tells what a person says of a cause. */
export interface CauseSaying {
  readonly sending: boolean;
  /** Why the last word was not taken, in words. */
  readonly fault: string | undefined;
  /** `nothing` takes back what was said. */
  say(hypothesis: string, says: CauseMarking | 'nothing'): void;
}

const NAMES: Readonly<Record<CauseMarking, string>> = { rule_out: 'Rule out', look_here: 'Look here' };
const SAID: Readonly<Record<CauseMarking, string>> = { rule_out: 'Ruled out by', look_here: 'Look here, said' };

/** Rule out and look here, each pressed again to take it back, with who said it and when. Nothing where data ruled it out. */
export function CauseButtons({ line, saying }: { line: HypothesisLine; saying: CauseSaying }) {
  const { mark } = line;
  if (line.state === 'ruled_out' && !mark) return null;
  return (
    <div className={styles.marks}>
      <ButtonRow>
        {(['rule_out', 'look_here'] as const).map((says) => (
          <Button
            key={says}
            look="small"
            aria-pressed={mark?.says === says}
            aria-label={`${NAMES[says]}: ${line.sentence}`}
            disabled={saying.sending}
            onClick={() => saying.say(line.id, mark?.says === says ? 'nothing' : says)}
          >
            {mark?.says === says ? `Undo ${NAMES[says].toLowerCase()}` : NAMES[says]}
          </Button>
        ))}
      </ButtonRow>
      {mark && (
        <p className={styles.said}>
          {SAID[mark.says]} {mark.by}, {clockWords(mark.at)}
        </p>
      )}
    </div>
  );
}
