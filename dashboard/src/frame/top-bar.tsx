import { CircleHelp, MessageCircleQuestion, Radio, Search, SunMoon } from 'lucide-react';
import { useLive } from '../live-link.ts';
import { keepTheme, readTheme } from '../theme/theme-choice.ts';
import { useNow } from '../use-now.ts';
import { clockWords, dayWords, exactClockWords, utcWords } from '../words/time-words.ts';
import { AccountMenu } from './account-menu.tsx';
import type { FrameDialog } from './frame-dialog.ts';
import styles from './page-frame.module.css';
import type { StatusAnswer } from './rail.tsx';

export function TopBar({ status, onOpen }: { status: StatusAnswer; onOpen: (dialog: FrameDialog) => void }) {
  const now = useNow(1000);
  return (
    <header className={styles.top}>
      <span className={styles.project}>{status.value?.project.name ?? ''}</span>
      <span className={styles.wide}>{dayWords(now)}</span>
      <span className={styles.space} />
      <LiveMark />
      <button type="button" className={styles.icon} onClick={() => onOpen('ask')}>
        <MessageCircleQuestion size={15} strokeWidth={1.75} aria-hidden="true" />
        Ask <kbd className={`${styles.key} ${styles.wide}`}>/</kbd>
      </button>
      <button type="button" className={`${styles.icon} ${styles.wide}`} onClick={() => onOpen('palette')}>
        <Search size={15} strokeWidth={1.75} aria-hidden="true" />
        Search <kbd className={styles.key}>Ctrl K</kbd>
      </button>
      <button
        type="button"
        className={`${styles.icon} ${styles.wide}`}
        aria-label="Light or dark"
        onClick={switchTheme}
      >
        <SunMoon size={17} strokeWidth={1.75} aria-hidden="true" />
      </button>
      <button
        type="button"
        className={`${styles.icon} ${styles.wide}`}
        aria-label="Keys and marks"
        onClick={() => onOpen('help')}
      >
        <CircleHelp size={17} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {status.value && <AccountMenu name={status.value.user.name} role={status.value.user.role} />}
    </header>
  );
}

/** The other side of what is on screen now. */
function switchTheme(): void {
  const chosen = readTheme();
  const dark = chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  keepTheme(dark ? 'light' : 'dark');
}

function LiveMark() {
  const live = useLive();
  const now = useNow(1000);
  return (
    <span className={styles.live} role="status">
      <Radio size={15} strokeWidth={1.75} aria-hidden="true" />
      {live.linked ? (
        <span title={utcWords(now)}>
          live <span aria-hidden="true">{exactClockWords(now)}</span>
        </span>
      ) : (
        <span className={styles.lost} title={utcWords(live.asOf)}>
          live paused, data as of {clockWords(live.asOf)}
        </span>
      )}
    </span>
  );
}
