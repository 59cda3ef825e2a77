import type { Timestamp } from '@foreshock/model/time.ts';
import type { StatusView } from '../../answer-shapes.ts';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { connectPath } from '../../paths.ts';
import { durationWords } from '../../words/duration-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { valueWords } from '../../words/value-words.ts';
import styles from './overview.module.css';

/** Of requests the server says so in front of the reason: `12 requests refused: credential-unknown`. */
function refusalWords({ reason, count }: StatusView['refused'][number]): string {
  const ofRequests = /^request (.*)$/.exec(reason)?.[1];
  return `${countWords(count, ofRequests === undefined ? 'record' : 'request')} refused: ${ofRequests ?? reason}`;
}

/** How much of the expected data is there, what came when, what was refused, and what was hidden. */
export function TrustSection({ status, now }: { status: StatusView; now: Timestamp }) {
  const { dataTrust, signals, refused, redacted, damaged } = status;
  return (
    <section className={styles.lines}>
      <h2>{dataTrust.share === null ? 'Data trust not known yet' : `Data trust ${dataTrust.share.toFixed(2)}`}</h2>
      <p className={styles.quiet}>
        {dataTrust.expected === 0
          ? 'No source is expected yet.'
          : `${dataTrust.reporting} of ${countWords(dataTrust.expected, 'source')} sending.`}{' '}
        Under {dataTrust.floor.toFixed(2)} odds freeze and nothing resolves.
      </p>
      <p className={styles.quiet}>
        {signals
          .map(
            (signal) =>
              `${signal.signal} ${signal.lastArrival === null ? 'not yet' : `${durationWords(Math.max(0, now - Date.parse(signal.lastArrival)))} ago`}`,
          )
          .join(', ')}
        .
      </p>
      {dataTrust.silent.map((one) => (
        <p key={one.entity.id} className={styles.quiet}>
          {shortName(one.entity.name)} silent since <TimeText at={Date.parse(one.since)} now={now} />.
        </p>
      ))}
      {refused.map((one) => (
        <p key={one.reason} className={styles.quiet}>
          {refusalWords(one)}.
        </p>
      ))}
      {redacted.length > 0 && (
        <p className={styles.quiet}>
          {countWords(
            redacted.reduce((sum, { count }) => sum + count, 0),
            'value',
          )}{' '}
          hidden before storing: {redacted.map(({ kind, count }) => `${kind} ${count}`).join(', ')}.
        </p>
      )}
      {damaged.map((one) => (
        <p key={one.where} className={styles.quiet}>
          {valueWords(one.bytes, 'By')} unreadable in {one.where}: {one.reason}.
        </p>
      ))}
      <p>
        <PathLink to={connectPath}>What arrives</PathLink>
      </p>
    </section>
  );
}
