import { oddsToWaitFor } from '@foreshock/model/snooze.ts';
import { formatDuration, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { percentWords } from '../words/odds-words.ts';
import type { ButtonLook } from './button.tsx';
import { MenuButton } from './menu-button.tsx';

/** The end that is asked for, as the operations take it. */
export type AskedSnooze =
  | { readonly for: string }
  | { readonly until: string; readonly timeZone: string }
  | { readonly untilProbability: number };

export interface SnoozeMenuProps {
  /** The odds where they are shown as a percentage: it can be quiet until they rise. */
  readonly probability?: number | undefined;
  readonly onSnooze: (asked: AskedSnooze) => void;
  readonly look?: ButtonLook;
  readonly letter?: string;
  readonly opens?: 'down' | 'up';
  readonly asked?: number;
}

/** How long nobody is told. A time of day is one of the clock on this screen. */
export function SnoozeMenu({ probability, onSnooze, ...button }: SnoozeMenuProps) {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const choices: { readonly name: string; readonly asked: AskedSnooze }[] = [
    { name: '30 min', asked: { for: formatDuration(30 * MINUTE) } },
    { name: '2 h', asked: { for: formatDuration(2 * HOUR) } },
    { name: 'until 09:00', asked: { until: '09:00', timeZone } },
    ...oddsToWaitFor(probability).map((odds) => ({
      name: `until the odds reach ${percentWords(odds)}`,
      asked: { untilProbability: odds },
    })),
  ];
  const items = choices.map(({ name, asked }) => ({ name, onChoose: () => onSnooze(asked) }));
  return <MenuButton label="Snooze" side="right" items={items} {...button} />;
}
