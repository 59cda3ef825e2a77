import type { Timestamp } from '@foreshock/model/time.ts';
import { HOUR } from '@foreshock/model/time.ts';
import type { Fault } from '../../answer.ts';
import type { StatusView } from '../../answer-shapes.ts';
import { MinuteDial } from '../../charts/minute-dial-chart.tsx';
import { localOffset } from '../../charts/time-scale.ts';
import { comingSpan } from '../../coming-span.ts';
import { Button, ButtonLink, ButtonRow } from '../../components/button.tsx';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { incidentLook, incidentStateText } from '../../components/incident-rows.tsx';
import { IncidentMark, PredictionMark, SeverityBadge, SignalWord, StateLine } from '../../components/marks.tsx';
import { Skeleton } from '../../components/panel.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { connectPath, explorePath, incidentPath, predictionPath } from '../../paths.ts';
import { useKeys } from '../../use-keys.ts';
import { useCommand, useOperation } from '../../use-operation.ts';
import { shortName } from '../../words/name-words.ts';
import { clockWords } from '../../words/time-words.ts';
import styles from './overview.module.css';
import { worstThing } from './worst-thing.ts';

interface HeadlineProps {
  readonly predictions: readonly PredictionLine[] | undefined;
  readonly incidents: readonly IncidentLine[] | undefined;
  readonly status: StatusView | undefined;
  readonly fault: Fault | undefined;
  readonly now: Timestamp;
}

export function Headline({ predictions, incidents, status, fault, now }: HeadlineProps) {
  if (!predictions || !incidents) {
    return (
      <section className={styles.head}>
        <div>
          <h1>{fault ? 'We cannot say what is coming: the server did not answer.' : 'Reading what is coming'}</h1>
          {!fault && <Skeleton shape="lines" />}
        </div>
      </section>
    );
  }
  const worst = worstThing(predictions, incidents);
  switch (worst.kind) {
    case 'prediction':
      return <PredictionHeadline line={worst.prediction} count={predictions.length} now={now} />;
    case 'incident':
      return <IncidentHeadline line={worst.incident} now={now} />;
    case 'nothing':
      return <QuietHeadline status={status} />;
  }
}

const inWords = ['none', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

function PredictionHeadline({ line, count, now }: { line: PredictionLine; count: number; now: Timestamp }) {
  const detail = useOperation('getPrediction', { id: line.id });
  const acknowledge = useCommand('acknowledgePrediction', ['listPredictions', 'getPrediction']);
  const send = () => acknowledge.send({ id: line.id });
  const free = line.acknowledgedBy === undefined;
  useKeys({ a: free ? send : undefined });
  const span = comingSpan(line);
  const onDial = span.slices.length > 0 && line.odds.horizon <= HOUR;
  return (
    <section className={`${styles.head} ${onDial ? styles.beside : ''}`}>
      <div>
        <StateLine>
          <span>
            <PredictionMark look={line.look} /> <SignalWord tone="coming">Coming</SignalWord>
          </span>
          {count > 1 && `worst of ${inWords[count] ?? count}`}
          <span>
            updated <TimeText at={line.updatedAt} now={now} />
          </span>
        </StateLine>
        <h1>{line.headline}</h1>
        <p className={styles.lede}>
          Likely cause: <b>{line.cause ?? 'none that we trust yet'}</b>.
          {detail.value?.impact && ` ${sentence(detail.value.impact)}`}
          {detail.value?.next && (
            <>
              {' '}
              Next: <b>{detail.value.next.replace(/\.$/, '')}</b>.
            </>
          )}
        </p>
        <ButtonRow>
          <ButtonLink to={predictionPath(line.id)} look="filled">
            Open prediction
          </ButtonLink>
          {free ? (
            <Button letter="a" disabled={acknowledge.sending} onClick={send}>
              Acknowledge
            </Button>
          ) : (
            <span className={styles.quiet}>{line.acknowledgedBy} is on it</span>
          )}
          {acknowledge.fault && <span role="alert">Not acknowledged: {acknowledge.fault.message}.</span>}
        </ButtonRow>
      </div>
      {onDial &&
        ([196, 116] as const).map((size) => (
          <div key={size} className={size === 116 ? styles.smallDial : styles.dial}>
            <MinuteDial
              size={size}
              now={now}
              issued={span.issued}
              slices={span.slices}
              median={line.lead ? line.updatedAt + line.lead.middle : undefined}
              actBy={line.actBy}
              offset={localOffset(now)}
              label={dialWords(line, now)}
            />
          </div>
        ))}
    </section>
  );
}

function dialWords(line: PredictionLine, now: Timestamp): string {
  const act = line.actBy === undefined ? 'no act-by time' : `act by ${clockWords(line.actBy)}`;
  const onset = line.lead
    ? `, likely onset between ${clockWords(line.updatedAt + line.lead.from)} and ${clockWords(line.updatedAt + line.lead.to)}`
    : '';
  return `Minute dial: now ${clockWords(now)}, ${act}${onset}`;
}

function sentence(text: string): string {
  const said = text.charAt(0).toUpperCase() + text.slice(1);
  return said.endsWith('.') ? said : `${said}.`;
}

function IncidentHeadline({ line, now }: { line: IncidentLine; now: Timestamp }) {
  const acknowledge = useCommand('acknowledgeIncident', ['listIncidents', 'getIncident']);
  const send = () => acknowledge.send({ id: line.id });
  const free = line.state === 'open';
  useKeys({ a: free ? send : undefined });
  return (
    <section className={styles.head}>
      <div>
        <StateLine>
          <span>
            <IncidentMark look={incidentLook(line)} /> <SignalWord tone="now">Wrong now</SignalWord>
          </span>
          <SeverityBadge severity={line.severity} open />
          {incidentStateText(line, now)}
        </StateLine>
        <h1>{line.title}</h1>
        <p className={styles.lede}>
          Likely cause: <b>{line.cause ?? 'none that we trust yet'}</b>. Hurt:{' '}
          {line.harmed.map(shortName).slice(0, 4).join(', ')}.
        </p>
        <ButtonRow>
          <ButtonLink to={incidentPath(line.id)} look="filled">
            Open incident
          </ButtonLink>
          {free && (
            <Button letter="a" disabled={acknowledge.sending} onClick={send}>
              Acknowledge
            </Button>
          )}
          {line.acknowledgedBy !== undefined && <span className={styles.quiet}>{line.acknowledgedBy} is on it</span>}
          {acknowledge.fault && <span role="alert">Not acknowledged: {acknowledge.fault.message}.</span>}
        </ButtonRow>
      </div>
    </section>
  );
}

/** Silence is not health: what was seen is said with it. */
function QuietHeadline({ status }: { status: StatusView | undefined }) {
  const trust = status?.dataTrust;
  const blind = trust?.share === null || trust?.share === undefined || trust.share < trust.floor;
  const learning = status !== undefined && !status.history.baselineReady;
  return (
    <section className={styles.head}>
      <div>
        <h1>
          {blind
            ? 'Too little data arrives to say what is coming.'
            : learning
              ? 'Nothing is known to be coming; we are still learning what is usual.'
              : 'Nothing is coming that we can see, and nothing is wrong now.'}
        </h1>
        <p className={styles.lede}>
          {trust &&
            (trust.expected === 0
              ? 'No source has been heard for an hour yet. '
              : `${trust.reporting} of ${trust.expected} sources send. `)}
          {status?.analysedUntil ? (
            <>
              Judged up to <TimeText at={Date.parse(status.analysedUntil)} />.
            </>
          ) : (
            'Nothing has been judged yet.'
          )}
        </p>
        {blind ? (
          <ButtonLink to={connectPath}>Connect your cluster</ButtonLink>
        ) : (
          <ButtonLink to={explorePath('logs')}>Look at what arrives</ButtonLink>
        )}
      </div>
    </section>
  );
}
