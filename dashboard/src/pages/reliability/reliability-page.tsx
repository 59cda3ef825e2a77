/** Reliability: how often we were right, from the ledger alone, and the way to check it. */

import type { CalibrationView } from '../../answer-shapes.ts';
import { EmptyState } from '../../components/empty-state.tsx';
import { StateLine } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { TimeRangePicker } from '../../components/time-range-picker.tsx';
import { TimeText } from '../../components/time-text.tsx';
import page from '../../frame/page.module.css';
import { drillsPath } from '../../paths.ts';
import { rangeWords } from '../../time-range-choice.ts';
import { useOperation } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import { CallsStrip, CallsTable } from './calls-section.tsx';
import { DiagramSection } from './diagram-section.tsx';
import { FeedbackSection } from './feedback-section.tsx';
import { FilterBar } from './filter-bar.tsx';
import { LeadSection } from './lead-section.tsx';
import { LedgerSection } from './ledger-section.tsx';
import { NominationsSection } from './nominations-section.tsx';
import { PartsSection } from './parts-section.tsx';
import { PointsSection } from './points-section.tsx';
import styles from './reliability.module.css';
import { calibrationHeadline } from './reliability-words.ts';
import { ScoreSection } from './score-section.tsx';
import { TiersSection } from './tiers-section.tsx';
import type { CalibrationAsked } from './use-calibration-input.ts';
import { useCalibrationInput, usualRange } from './use-calibration-input.ts';

export function ReliabilityPage() {
  const asked = useCalibrationInput();
  const answer = useOperation('getCalibration', asked.input, { keepPrevious: true });
  const choices = useOperation('getCalibration', asked.unfiltered);
  return (
    <>
      <div className={page.head}>
        <div>
          <Origin view={answer.value} asked={asked} />
          <h1>{calibrationHeadline(answer.value)}</h1>
        </div>
        <TimeRangePicker choice={asked.choice} now={asked.now} usual={usualRange} onChoose={asked.choose} />
      </div>
      <FilterBar asked={asked} choices={choices.value} />
      <Panel answer={answer} what="The record" doing="Reading the ledger" shape="chart">
        {(view) => <Record view={view} asked={asked} />}
      </Panel>
      <Section name="Feedback" note="what people taught the ranking of causes">
        <FeedbackSection now={asked.now} />
      </Section>
      <Section name="Suggested" note="what a language model pointed at">
        <NominationsSection now={asked.now} />
      </Section>
      <Section name="Drills" note="faults made on purpose, in no figure above">
        <p className={page.lede}>
          See within minutes whether a fault is foreseen, found, and traced to its cause:{' '}
          <PathLink to={drillsPath}>run a drill</PathLink>.
        </p>
      </Section>
      <Section name="Ledger" note="what every figure comes from">
        <LedgerSection now={asked.now} />
      </Section>
    </>
  );
}

/** Where the record is from: a simulator, a replay, or what was called live. */
function Origin({ view, asked }: { view: CalibrationView | undefined; asked: CalibrationAsked }) {
  const replayed = view?.replayedUntil ? Date.parse(view.replayedUntil) : undefined;
  const isReplay =
    view && replayed !== undefined && view.record.some(({ issuedAt }) => Date.parse(issuedAt) < replayed);
  return (
    <StateLine>
      <b>Reliability</b>
      {rangeWords(asked.choice)}
      {view?.simulated ? 'simulated data, simulated record' : 'own ledger'}
      {isReplay && replayed !== undefined && (
        <>
          replay of stored history until <TimeText at={replayed} now={asked.now} />
        </>
      )}
    </StateLine>
  );
}

function Record({ view, asked }: { view: CalibrationView; asked: CalibrationAsked }) {
  const { forecasts, calls } = view;
  if (forecasts.hit + forecasts.miss === 0) return <Nothing view={view} asked={asked} />;
  return (
    <>
      <p className={page.lede}>
        {asked.scope === 'shown' ? (
          <>
            {countWords(forecasts.hit + forecasts.miss, 'statement')} of{' '}
            {countWords(calls.hit + calls.miss, 'judged call')}.
          </>
        ) : (
          <>{countWords(forecasts.hit + forecasts.miss, 'judged forecast')}, also those that nobody saw.</>
        )}{' '}
        {unscoredWords(forecasts)}
      </p>
      <div className={styles.top}>
        <DiagramSection view={view} asked={asked} />
        <div className={styles.side}>
          <CallsStrip view={view} />
          <ScoreSection view={view} />
          <LeadSection view={view} />
        </div>
      </div>
      <Section name="Precision" note="and how many failures were called">
        <PointsSection view={view} />
      </Section>
      <Section name="Parts" note="where it holds and where not">
        <PartsSection view={view} asked={asked} />
      </Section>
      <Section name="Tiers" note="what each way of forecasting said alone">
        <TiersSection view={view} />
      </Section>
      <Section name="Calls" note="each opens its prediction">
        <CallsTable view={view} now={asked.now} />
      </Section>
    </>
  );
}

function unscoredWords({ acted, undecidable, pending }: CalibrationView['forecasts']): string {
  const parts = [
    acted > 0 ? `${acted.toLocaleString('en')} acted upon` : '',
    undecidable > 0 ? `${undecidable.toLocaleString('en')} not decidable` : '',
    pending > 0 ? `${pending.toLocaleString('en')} still open` : '',
  ].filter(Boolean);
  return parts.length === 0 ? '' : `Not scored: ${parts.join(', ')}.`;
}

function Nothing({ view, asked }: { view: CalibrationView; asked: CalibrationAsked }) {
  const isNarrowed = Object.values(asked.filters).some((value) => value !== '');
  const { acted, undecidable, pending } = view.calls;
  if (isNarrowed && acted + undecidable + pending === 0) {
    return (
      <EmptyState title="No call like this" text="Choose another failure, service or horizon, or a longer range." />
    );
  }
  return (
    <EmptyState
      title={pending > 0 ? 'No call has closed yet' : 'No call has been made in this range'}
      text={
        <>
          {view.nextClosesAt !== null && (
            <>
              The first closes at <TimeText at={Date.parse(view.nextClosesAt)} now={asked.now} /> at the latest.{' '}
            </>
          )}
          {acted + undecidable > 0 && `${countWords(acted + undecidable, 'call')} could not be judged. `}
          Each call is scored when its failure comes or its horizon ends. Until 20 of a kind are, odds are shown as a
          band.
        </>
      }
      counted={{ have: 0, need: 20, unit: 'outcomes' }}
    />
  );
}
