/** Nobody hears what a failing channel was to tell: it is said where people look first. */
import type { Timestamp } from '@foreshock/model/time.ts';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { alertingPath } from '../../paths.ts';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import styles from './overview.module.css';

export function FailingChannels({ now }: { now: Timestamp }) {
  const channels = useOperation('listChannels', {});
  const failing = channels.value?.items.filter(({ state }) => state === 'failing') ?? [];
  const deaf = channels.value?.items.filter(({ state, deafSince }) => state === 'ok' && deafSince !== null) ?? [];
  if (failing.length + deaf.length === 0) return null;
  return (
    <section className={`${styles.lines} ${styles.failing}`} role="status">
      <h2>
        {failing.length === 0
          ? 'What people do in a channel is not heard'
          : failing.length === 1
            ? 'A channel does not tell people'
            : `${failing.length} channels do not tell people`}
      </h2>
      {failing.map(({ id, name, failingSince, createdAt, lastError }) => (
        <p key={id}>
          <b>{name}</b> has failed since <TimeText at={readTime(failingSince ?? createdAt)} now={now} />
          {lastError !== null && `: ${lastError}`}. <PathLink to={alertingPath}>See Alerting</PathLink>
        </p>
      ))}
      {deaf.map(({ id, name, deafSince, deafBecause }) => (
        <p key={id}>
          <b>{name}</b> tells people, but who acknowledges there is not seen here since{' '}
          <TimeText at={readTime(deafSince!)} now={now} />
          {deafBecause !== null && `: ${deafBecause}`}. <PathLink to={alertingPath}>See Alerting</PathLink>
        </p>
      ))}
    </section>
  );
}
