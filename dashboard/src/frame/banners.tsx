import { PathLink } from '../components/path-link.tsx';
import { TimeText } from '../components/time-text.tsx';
import { backtestPath, connectPath, dataPath } from '../paths.ts';
import { useNow } from '../use-now.ts';
import { durationWords } from '../words/duration-words.ts';
import { readDuration } from '../words/iso-words.ts';
import { countWords, shortName } from '../words/name-words.ts';
import { percentWords } from '../words/odds-words.ts';
import styles from './page-frame.module.css';
import type { StatusAnswer } from './rail.tsx';

/** What is true of the whole page and must not be overlooked. */
export function Banners({ status }: { status: StatusAnswer }) {
  const now = useNow();
  const value = status.value;
  if (!value) {
    if (!status.fault || status.fault.status === 401) return null;
    return (
      <div className={styles.banner} role="alert">
        <b>The server does not answer:</b> {status.fault.message}. What is on screen may be old.
      </div>
    );
  }
  const { share, floor, silent, late } = value.dataTrust;
  const whole = share === null || share >= floor;
  const { clearText } = value.transport;
  const sick = value.transport.certificates.find(({ problem }) => problem !== null);
  const { lastAt, failed } = value.backups;
  const { state, learntShare } = value.history;
  const isHeldBack = state === 'learning' || state === 'review';
  const isCatchingUp = value.catchingUp && state !== 'learning';
  const isQuiet = whole && !isCatchingUp && !isHeldBack && clearText.length === 0 && !sick && !failed;
  if (!value.project.simulated && isQuiet) return null;
  return (
    <section aria-label="Notices">
      {value.project.simulated && (
        <div className={styles.banner}>
          <b>Simulated data, simulated record.</b> A pretend shop, so that you can see how Foreshock works.
          <PathLink to={connectPath}>Connect your cluster</PathLink>
        </div>
      )}
      {clearText.length > 0 && (
        <div className={`${styles.banner} ${styles.harm}`} role="status">
          <b>Without TLS:</b>
          <span>
            {clearText.join(' and ')} {clearText.length === 1 ? 'lets' : 'let'} other machines in, and keys and
            telemetry may be read on the way. Set <code>tls.certificate</code> and <code>tls.key</code>.
          </span>
        </div>
      )}
      {sick && (
        <div className={`${styles.banner} ${styles.harm}`} role="status">
          <b>Certificate:</b>
          <span>
            {sick.problem}. The one in use ends <TimeText at={Date.parse(sick.validTo)} now={now} />.
          </span>
        </div>
      )}
      {failed && (
        <div className={`${styles.banner} ${styles.harm}`} role="status">
          <b>Backup failed:</b>
          <span>
            the one of <TimeText at={Date.parse(failed.at)} now={now} />, {failed.reason}.{' '}
            {lastAt === null ? (
              'There is none yet.'
            ) : (
              <>
                The last one has all until <TimeText at={Date.parse(lastAt)} now={now} />.
              </>
            )}
          </span>
        </div>
      )}
      {share !== null && share < floor && (
        <div className={`${styles.banner} ${styles.harm}`} role="status">
          <b>
            Data trust {share.toFixed(2)}, under {floor.toFixed(2)}:
          </b>
          {silent[0] ? (
            <span>
              no data from{' '}
              {silent
                .map((one) => shortName(one.entity.name))
                .slice(0, 3)
                .join(', ')}
              {silent.length > 3 && ` and ${silent.length - 3} more`} since{' '}
              <TimeText at={Date.parse(silent[0].since)} now={now} />, so nothing is resolved and odds are frozen.
            </span>
          ) : (
            <span>too much is missing, so nothing is resolved and odds are frozen.</span>
          )}
          {late > 0 && (
            <span>
              {countWords(late, 'record')} of the last 10 min came too late to be judged:{' '}
              <PathLink to={dataPath}>see who sends late</PathLink>
            </span>
          )}
        </div>
      )}
      {isHeldBack && (
        <div className={styles.banner} role="status">
          <b>
            {state === 'learning' ? `Learning from history, ${percentWords(learntShare)}:` : 'Nothing notifies yet:'}
          </b>
          {state === 'learning'
            ? 'what is found now is of the past, and nothing notifies.'
            : 'the history is learnt. See what would have been told, then start.'}
          <PathLink to={backtestPath}>{state === 'learning' ? 'How far it is' : 'See the backtest'}</PathLink>
        </div>
      )}
      {value.catchingUp && isCatchingUp && (
        <div className={styles.banner} role="status">
          <b>Catching up:</b> analysis is {durationWords(readDuration(value.catchingUp.behind))} behind,{' '}
          {value.catchingUp.waitingRequests.toLocaleString('en')} requests wait. Newer minutes are not judged yet.
        </div>
      )}
    </section>
  );
}
