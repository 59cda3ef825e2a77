/** One prediction, in a fixed order: headline, record, forecast, evidence, causes, lanes, story, what to do, history. */

import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { EvidenceList } from '../../components/evidence-list.tsx';
import { Panel } from '../../components/panel.tsx';
import { Recommendations } from '../../components/recommendations.tsx';
import { Section } from '../../components/section.tsx';
import { Story } from '../../components/story.tsx';
import page from '../../frame/page.module.css';
import { predictionsPath } from '../../paths.ts';
import { readClaims, readEvidence, readHypothesis, readPrediction, readRecommendation } from '../../read-answer.ts';
import { TellingSection } from '../../telling-section.tsx';
import { useCauseSaying } from '../../use-cause-saying.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { CausesSection } from './causes-section.tsx';
import { evidenceFinding } from './evidence-finding.ts';
import { ForecastSection } from './forecast-section.tsx';
import { HistorySection } from './history-section.tsx';
import { LanesSection } from './lanes-section.tsx';
import styles from './prediction.module.css';
import { PredictionHead } from './prediction-head.tsx';
import { RecordSection } from './record-section.tsx';
import { ToldOutcomeSection } from './told-outcome-section.tsx';

export function PredictionPage() {
  const { id = '' } = useParams({ strict: false });
  const answer = useOperation('getPrediction', { id });
  const evidence = useOperation('listPredictionEvidence', { id });
  const status = useOperation('getStatus', {});
  const saying = useCauseSaying('markPredictionCause', id);
  const now = useNow();
  const facts = useMemo(() => readEvidence(evidence.value?.items ?? []), [evidence.value]);
  const numbers = useMemo(() => new Map(facts.map((fact) => [fact.id, fact.number])), [facts]);

  if (answer.fault?.status === 404) {
    return (
      <div className={page.page}>
        <EmptyState title="There is no such prediction" text="The link may be mistyped, or belong to another project.">
          <ButtonLink to={predictionsPath}>All predictions</ButtonLink>
        </EmptyState>
      </div>
    );
  }
  return (
    <Panel answer={answer} what="The prediction" doing="Reading the prediction" shape="page">
      {(view) => {
        const line = readPrediction(view);
        const hypotheses = view.hypotheses.map((one) => readHypothesis(one, numbers));
        return (
          <>
            <PredictionHead view={view} line={line} now={now} />
            <RecordSection view={view} />
            <ForecastSection view={view} line={line} hypotheses={hypotheses} />
            <Section
              name="Evidence"
              note={view.baseProbability === null ? 'what speaks for it' : 'each fact moves the odds'}
            >
              <Panel answer={evidence} what="The evidence" doing="Asking the store for each fact again" shape="rows">
                {() => (
                  <>
                    <p className={styles.finding}>{evidenceFinding(facts, view.baseProbability ?? undefined)}</p>
                    {view.baseProbability !== null && (
                      <p className={styles.note}>
                        {Math.round(view.baseProbability * 100)} % is how often such moments end badly before any of
                        these facts is known.
                      </p>
                    )}
                    <EvidenceList lines={facts} now={now} base={view.baseProbability ?? undefined} />
                  </>
                )}
              </Panel>
            </Section>
            <CausesSection
              line={line}
              hypotheses={hypotheses}
              facts={facts}
              impact={view.impact ?? undefined}
              now={line.closedAt ?? now}
              saying={saying}
            />
            <LanesSection view={view} line={line} facts={facts} now={now} />
            <Section name="Story" note="each sentence checked">
              <Story
                claims={readClaims(view.narrative, numbers)}
                facts={new Map(facts.map((fact) => [fact.number, `${fact.entity}: ${fact.sentence}`]))}
                by={view.narrative.by}
                modelConfigured={status.value?.languageModel.configured}
              />
            </Section>
            <Section name="Do" note="you run it, we measure it">
              <Recommendations lines={view.recommendations.map(readRecommendation)} orderedBy={view.orderedBy} />
            </Section>
            <ToldOutcomeSection view={view} now={now} />
            <TellingSection id={view.id} now={now} />
            <HistorySection view={view} now={now} />
          </>
        );
      }}
    </Panel>
  );
}
