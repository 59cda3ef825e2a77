import type { Timestamp } from '@foreshock/model/time.ts';
import type { ReactNode } from 'react';
import { Button, ButtonRow } from './button.tsx';
import { TimeText } from './time-text.tsx';

interface VotesProps<Says extends string> {
  /** One a person. */
  readonly votes: readonly {
    readonly by: string;
    readonly mine: boolean;
    readonly at: Timestamp;
    readonly says: Says;
  }[];
  /** What may be said, in the order of the buttons. */
  readonly offered: readonly Says[];
  readonly words: Readonly<Record<Says, string>>;
  /** Keys that the page listens to, by what they say; that of one's own vote takes it back. */
  readonly letters?: Partial<Readonly<Record<Says, string>>>;
  /** Said when there is no vote. */
  readonly none: ReactNode;
  /** Between the votes and the buttons. */
  readonly note?: ReactNode;
  readonly now: Timestamp;
  readonly sending: boolean;
  readonly fault: string | undefined;
  readonly onSay: (says: Says | 'nothing') => void;
}

/** What people say, who says it, and what one may say oneself or take back. */
export function Votes<Says extends string>(props: VotesProps<Says>) {
  const { votes, offered, words, letters = {}, none, note, now, sending, fault, onSay } = props;
  const mine = votes.find(({ mine }) => mine)?.says;
  const button = (says: Says | 'nothing', letterOf: Says, label: string) => {
    const letter = (letters as Partial<Record<Says, string>>)[letterOf];
    return (
      <Button
        key={says}
        look="small"
        {...(letter !== undefined && { letter })}
        disabled={sending}
        onClick={() => onSay(says)}
      >
        {label}
      </Button>
    );
  };
  return (
    <>
      {votes.length === 0 ? (
        none
      ) : (
        <ul>
          {votes.map((one) => (
            <li key={one.by}>
              <b>{words[one.says]}</b>, says {one.by}, <TimeText at={one.at} now={now} />
            </li>
          ))}
        </ul>
      )}
      {note}
      <ButtonRow>
        {offered.filter((says) => says !== mine).map((says) => button(says, says, words[says]))}
        {mine !== undefined && button('nothing', mine, 'Take it back')}
      </ButtonRow>
      {fault !== undefined && <p role="alert">Not noted: {fault}.</p>}
    </>
  );
}
