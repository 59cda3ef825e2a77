import type { Timestamp } from '@foreshock/model/time.ts';
import type { IncidentView } from '../../answer-shapes.ts';
import type { Fact } from '../../components/facts.tsx';
import { Facts } from '../../components/facts.tsx';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { endWords, incidentLook, incidentStateText, isOpen, isUnseen } from '../../components/incident-rows.tsx';
import { IncidentMark, PredictionMark, SeverityBadge, SignalWord, StateLine } from '../../components/marks.tsx';
import { ObjectHead } from '../../components/object-head.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { drillsPath, predictionPath } from '../../paths.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { snoozeWords } from '../../words/snooze-words.ts';
import { IncidentActions } from './incident-actions.tsx';

export function IncidentHead({ view, line, now }: { view: IncidentView; line: IncidentLine; now: Timestamp }) {
  const open = isOpen(line);
  return (
    <ObjectHead
      state={
        <StateLine>
          <span>
            <IncidentMark look={incidentLook(line)} />{' '}
            {open ? <SignalWord tone="now">Wrong now</SignalWord> : <b>{isUnseen(line) ? 'Closed' : 'Over'}</b>}
          </span>
          <SeverityBadge severity={line.severity} open={open} />
          {line.isDrill && <PathLink to={drillsPath}>drill, made on purpose</PathLink>}
          {incidentStateText(line, now)}
          {`data trust ${view.dataTrust.toFixed(2)}`}
          {view.reopened > 0 && `opened again ${countWords(view.reopened, 'time')}`}
        </StateLine>
      }
      sentence={line.title}
      next={open ? (view.next ?? undefined) : nextWords(line)}
      actions={open && <IncidentActions line={line} />}
    >
      <Facts facts={factsOf(view, line, now)} />
    </ObjectHead>
  );
}

function nextWords(line: IncidentLine): string {
  return isUnseen(line)
    ? `Look whether it is well again: it was ${endWords(line)}.`
    : `Nothing: it is ${endWords(line)}.`;
}

function factsOf(view: IncidentView, line: IncidentLine, now: Timestamp): readonly Fact[] {
  const snoozed = line.snooze && snoozeWords(line.snooze, now);
  const share = line.share === undefined ? '' : `, ${percentWords(line.share)} of requests`;
  return [
    {
      name: 'Since',
      value: (
        <>
          <b>
            <TimeText at={line.startedAt} now={now} />
          </b>
          , seen <TimeText at={Date.parse(view.detectedAt)} now={now} />
          {line.resolvedAt !== undefined && (
            <>
              , {isUnseen(line) ? 'closed' : 'over'} <TimeText at={line.resolvedAt} now={now} />
            </>
          )}
        </>
      ),
    },
    {
      name: 'Who is hurt',
      value: `${line.harmed.map(shortName).slice(0, 4).join(', ')}${share}; ${countWords(line.services, 'service')}`,
    },
    { name: 'Likely cause', value: line.cause ? <b>{line.cause}</b> : 'no confident cause' },
    {
      name: 'Predicted',
      value: view.predicted ? (
        <>
          <PredictionMark look="hit" />{' '}
          <PathLink to={predictionPath(view.predicted.id)}>
            {durationWords(readDuration(view.predicted.lead))} ahead
          </PathLink>
          {predictedOdds(view)}
        </>
      ) : line.declared ? (
        'declared by a person'
      ) : (
        'no, nothing had called it'
      ),
    },
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
    ...view.predictions
      .filter((one) => one.outcome === 'pending')
      .map((one, i) => ({
        name: i === 0 ? 'Then' : `Then, ${i + 1}`,
        value: <PathLink to={predictionPath(one.id)}>{one.headline}</PathLink>,
      })),
  ];
}

function predictedOdds(view: IncidentView): string {
  const called = view.predictions.find((one) => one.id === view.predicted?.id);
  return called?.probability === null || called === undefined ? '' : ` at ${percentWords(called.probability)}`;
}
