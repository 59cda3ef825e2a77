/** One incident: severity, harm, causes, timeline, evidence, what was held back, and what people did. */

import { useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ButtonLink } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { EvidenceList } from '../../components/evidence-list.tsx';
import { HypothesisTable } from '../../components/hypothesis-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Recommendations } from '../../components/recommendations.tsx';
import { Section } from '../../components/section.tsx';
import { Story } from '../../components/story.tsx';
import page from '../../frame/page.module.css';
import { incidentPath, incidentsPath } from '../../paths.ts';
import { readClaims, readEvidence, readHypothesis, readIncident, readRecommendation } from '../../read-answer.ts';
import { TellingSection } from '../../telling-section.tsx';
import { useCauseSaying } from '../../use-cause-saying.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import { ActivitySection } from './activity-section.tsx';
import { AnomaliesSection } from './anomalies-section.tsx';
import { CauseTriple } from './cause-triple.tsx';
import { DifferencesSection } from './differences-section.tsx';
import styles from './incident.module.css';
import { IncidentHead } from './incident-head.tsx';
import { statementsByCandidate } from './naming-statements.ts';
import { SimilarSection } from './similar-section.tsx';
import { StoryRating } from './story-rating.tsx';
import { TemplateLinksSection } from './template-links-section.tsx';
import { TimelineSection } from './timeline-section.tsx';
import { TrueCauseSection } from './true-cause-section.tsx';
import { VerdictSection } from './verdict-section.tsx';

export function IncidentPage() {
  const { id = '' } = useParams({ strict: false });
  const answer = useOperation('getIncident', { id });
  const activity = useOperation('getIncidentTimeline', { id });
  const differences = useOperation('compareIncident', { id });
  const naming = useMemo(() => statementsByCandidate(differences.value?.comparisons ?? []), [differences.value]);
  const status = useOperation('getStatus', {});
  const saying = useCauseSaying('markIncidentCause', id);
  const now = useNow();
  const facts = useMemo(() => readEvidence(answer.value?.evidence ?? []), [answer.value]);
  const numbers = useMemo(() => new Map(facts.map((fact) => [fact.id, fact.number])), [facts]);

  if (answer.fault?.status === 404) {
    return (
      <div className={page.page}>
        <EmptyState title="There is no such incident" text="The link may be mistyped, or belong to another project.">
          <ButtonLink to={incidentsPath}>All incidents</ButtonLink>
        </EmptyState>
      </div>
    );
  }
  return (
    <Panel answer={answer} what="The incident" doing="Reading the incident" shape="page">
      {(view) => {
        const line = readIncident(view);
        const hypotheses = view.hypotheses.map((one) => readHypothesis(one, numbers));
        return (
          <>
            {view.mergedInto !== null && (
              <p className={styles.merged}>
                This incident became part of another one.{' '}
                <PathLink to={incidentPath(view.mergedInto)}>Open that one</PathLink>
              </p>
            )}
            <IncidentHead view={view} line={line} now={now} />
            <CauseTriple view={view} hypotheses={hypotheses} />
            <TimelineSection view={view} line={line} activity={activity.value?.items ?? []} now={now} />
            <Section name="Causes" note="score split into its terms">
              {hypotheses.length > 0 ? (
                <HypothesisTable lines={hypotheses} saying={saying} naming={naming} />
              ) : (
                <p className={styles.note}>No candidate cause has been found yet.</p>
              )}
            </Section>
            <DifferencesSection answer={differences} />
            <TemplateLinksSection id={view.id} />
            <TrueCauseSection view={view} now={now} />
            <SimilarSection id={view.id} now={now} />
            <VerdictSection view={view} now={now} />
            <Section name="Evidence" note="each can be asked again">
              {facts.length > 0 ? (
                <>
                  <p className={styles.finding}>{countWords(facts.length, 'fact')}</p>
                  <EvidenceList lines={facts} now={now} base={undefined} />
                </>
              ) : (
                <p className={styles.note}>
                  No fact has been kept for this incident
                  {view.origin === 'declared' ? ': a person declared it' : ' yet'}.
                </p>
              )}
            </Section>
            <Section name="Story" note="each sentence checked">
              <Story
                claims={readClaims(view.narrative, numbers)}
                facts={new Map(facts.map((fact) => [fact.number, `${fact.entity}: ${fact.sentence}`]))}
                by={view.narrative.by}
                note={view.narrative.note}
                modelConfigured={status.value?.languageModel.configured}
              />
              <StoryRating id={view.id} now={now} />
            </Section>
            <Section name="Do" note="you run it, we measure it">
              <Recommendations lines={view.recommendations.map(readRecommendation)} orderedBy={view.orderedBy} />
            </Section>
            <AnomaliesSection view={view} now={now} />
            <TellingSection id={view.id} now={now} />
            <ActivitySection answer={activity} now={now} />
          </>
        );
      }}
    </Panel>
  );
}
