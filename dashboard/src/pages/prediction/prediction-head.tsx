import type { Timestamp } from '@foreshock/model/time.ts';
import { HOUR } from '@foreshock/model/time.ts';
import type { PredictionView } from '../../answer-shapes.ts';
import { MinuteDial } from '../../charts/minute-dial-chart.tsx';
import { OddsMark } from '../../charts/odds-mark.tsx';
import { localOffset } from '../../charts/time-scale.ts';
import { comingSpan } from '../../coming-span.ts';
import type { Fact } from '../../components/facts.tsx';
import { Facts } from '../../components/facts.tsx';
import { PredictionMark, SignalWord, StateLine } from '../../components/marks.tsx';
import { ObjectHead } from '../../components/object-head.tsx';
import { PathLink } from '../../components/path-link.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { drillsPath, incidentPath } from '../../paths.ts';
import { PredictionActs } from '../../prediction-acts.tsx';
import { missingText } from '../../shown-odds.ts';
import { durationWords } from '../../words/duration-words.ts';
import { frequencyWords, likelihoodWord, percentRangeWords } from '../../words/odds-words.ts';
import { outcomeSentence } from '../../words/outcome-words.ts';
import { snoozeWords } from '../../words/snooze-words.ts';
import { clockWords, dayWords } from '../../words/time-words.ts';
import styles from './prediction.module.css';

export function PredictionHead({ view, line, now }: { view: PredictionView; line: PredictionLine; now: Timestamp }) {
  const span = comingSpan(line);
  const onDial = span.slices.length > 0 && line.odds.horizon <= HOUR && line.outcome === 'pending';
  return (
    <ObjectHead
      state={
        <StateLine>
          <span>
            <PredictionMark look={line.look} /> <StateWord line={line} />
          </span>
          {line.isDrill && <PathLink to={drillsPath}>drill, made on purpose</PathLink>}
          {line.state === 'active' && 'active'}
          {line.state === 'shadow' && 'shadow, tells nobody yet'}
          {line.entity}
          <span>
            issued <TimeText at={line.issuedAt} now={now} />, revision {view.revision}
          </span>
        </StateLine>
      }
      sentence={line.headline}
      next={line.outcome === 'pending' ? (view.next ?? undefined) : outcomeSentence(line)}
      actions={line.outcome === 'pending' && <PredictionActs line={line} place="head" keys />}
      side={
        onDial && (
          <>
            <MinuteDial
              size={240}
              now={now}
              issued={span.issued}
              slices={span.slices}
              median={line.lead ? line.updatedAt + line.lead.middle : undefined}
              actBy={line.actBy}
              offset={localOffset(now)}
              label={`Minute dial: now ${clockWords(now)}${line.actBy === undefined ? '' : `, act by ${clockWords(line.actBy)}`}`}
            />
            The ring is the wall clock's minutes. Ink: where the odds fall. Cut: the middle.
          </>
        )
      }
    >
      <OddsFigure line={line} now={now} />
      <Facts facts={factsOf(view, line, now)} />
    </ObjectHead>
  );
}

/** Blue only while it may come and can be judged. */
function StateWord({ line }: { line: PredictionLine }) {
  if (line.outcome !== 'pending') return <b>Closed</b>;
  if (line.state === 'frozen') return <b>Frozen</b>;
  if (line.state === 'withdrawn') return <b>Withdrawn</b>;
  return <SignalWord tone="coming">Coming</SignalWord>;
}

/** The one big figure, or what stands in its place while no percent has been earned. */
function OddsFigure({ line, now }: { line: PredictionLine; now: Timestamp }) {
  const { odds } = line;
  if (odds.display === 'date') {
    return (
      <div className={styles.odds}>
        <span className={styles.word}>{line.deadline === undefined ? 'no date' : dayWords(line.deadline)}</span>
        <p className={styles.said}>
          {line.deadline === undefined
            ? ''
            : `in ${durationWords(line.deadline - now)}, at ${clockWords(line.deadline)}`}
        </p>
      </div>
    );
  }
  if (odds.display === 'percent' && odds.probability !== undefined) {
    const frozen = line.state === 'frozen';
    return (
      <div className={styles.odds}>
        <span className={`${styles.figure} ${frozen ? styles.grey : ''}`}>
          {Math.round(odds.probability * 100)}
          <small> %</small>
        </span>
        <div>
          <p className={styles.said}>
            <b>{frequencyWords(odds.probability)}</b> moments like this, {likelihoodWord(odds.probability)}{' '}
            {odds.low !== undefined && odds.high !== undefined && (
              <span>({percentRangeWords(odds.low, odds.high)})</span>
            )}
            {frozen && (
              <span>
                , as of <TimeText at={line.updatedAt} now={now} />: neither better nor worse, we cannot see
              </span>
            )}
          </p>
          <OddsMark odds={odds} width={300} large frozen={frozen} />
        </div>
      </div>
    );
  }
  return (
    <div className={styles.odds}>
      <span className={styles.word}>{odds.display === 'band' ? odds.band : 'unknown'}</span>
      <div>
        <p className={styles.said}>{missingText(odds)}</p>
        <OddsMark odds={odds} width={200} />
      </div>
    </div>
  );
}

function factsOf(view: PredictionView, line: PredictionLine, now: Timestamp): readonly Fact[] {
  const left = line.actBy === undefined ? 0 : line.actBy - now;
  const snoozed = line.snooze && snoozeWords(line.snooze, now);
  const come = (lead: number) => <TimeText at={line.updatedAt + lead} now={now} />;
  return [
    {
      name: 'Act by',
      value:
        line.actBy === undefined ? (
          'none set: how long a fix takes is not known'
        ) : (
          <>
            <b>
              <TimeText at={line.actBy} now={now} />
            </b>
            , {left > 0 ? `${durationWords(left)} left` : `passed ${durationWords(left)} ago`}
          </>
        ),
    },
    {
      name: 'If it comes',
      value: line.lead ? (
        <>
          {come(line.lead.from)} to {come(line.lead.to)}, middle {come(line.lead.middle)}
        </>
      ) : (
        `within ${durationWords(line.odds.horizon)}`
      ),
    },
    { name: 'Likely cause', value: line.cause ? <b>{line.cause}</b> : 'no confident cause' },
    { name: 'Who is hurt', value: view.impact ?? 'nobody that we can see yet' },
    ...(line.acknowledgedBy === undefined
      ? []
      : [
          {
            name: 'On it',
            value: (
              <>
                {line.acknowledgedBy}
                {view.acknowledgedAt !== null && (
                  <>
                    , since <TimeText at={Date.parse(view.acknowledgedAt)} now={now} />
                  </>
                )}
              </>
            ),
          },
        ]),
    ...(snoozed === undefined ? [] : [{ name: 'Quiet', value: snoozed }]),
    ...(view.incident === null
      ? []
      : [{ name: 'Became', value: <PathLink to={incidentPath(view.incident)}>this incident</PathLink> }]),
  ];
}
