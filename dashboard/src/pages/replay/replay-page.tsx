/** Replay: what other thresholds or another budget would have told over the last days, and the way to set them. */

import { EmptyState } from '../../components/empty-state.tsx';
import { StateLine } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { TimeRangePicker } from '../../components/time-range-picker.tsx';
import page from '../../frame/page.module.css';
import { rangeWords, writeRange } from '../../time-range-choice.ts';
import { useOperation } from '../../use-operation.ts';
import { OutcomeSection } from './outcome-section.tsx';
import { PagesSection } from './pages-section.tsx';
import { PolicyForm } from './policy-form.tsx';
import { replayHeadline } from './replay-words.ts';
import { RulesSection } from './rules-section.tsx';
import { SaveSection } from './save-section.tsx';
import { usePolicyDraft, usualRange } from './use-policy-draft.ts';

export function ReplayPage() {
  const policy = useOperation('getWarningPolicy', {});
  const state = usePolicyDraft(policy.value);
  const replay = useOperation('replayWarnings', state.input, { when: policy.value !== undefined, keepPrevious: true });
  const status = useOperation('getStatus', {});
  const role = status.value?.user.role;
  const view = replay.value;
  return (
    <>
      <div className={page.head}>
        <div>
          <StateLine>
            <b>Replay</b>
            {rangeWords(state.choice)}
            {view?.simulated && 'simulated data'}
            {replay.asking && view !== undefined && 'deciding again'}
          </StateLine>
          <h1>{replayHeadline(view)}</h1>
        </div>
        <TimeRangePicker choice={state.choice} now={state.now} usual={usualRange} onChoose={state.choose} />
      </div>
      <Section name="Rules against noise" note="what they would have cost the last incidents">
        <RulesSection input={writeRange(state.choice)} now={state.now} />
      </Section>
      <Panel answer={policy} what="What is set" doing="Reading what is set">
        {(set) => (
          <Panel answer={replay} what="The replay" doing="Deciding upon the forecasts again" shape="chart">
            {(replayed) =>
              replayed.failures.length === 0 ? (
                <EmptyState
                  title="No forecast in this range"
                  text="Forecasts begin when a resource that can fill up has reported for a day. Choose a longer range, or come back then."
                />
              ) : (
                <>
                  <Section name="Change" note="an empty field is what the record teaches">
                    <PolicyForm
                      kinds={replayed.failures}
                      policy={set}
                      draft={state.draft}
                      onAsk={state.ask}
                      onForget={state.forget}
                    />
                  </Section>
                  <Section name="Outcome" note="the same forecasts, decided upon again">
                    <OutcomeSection view={replayed} />
                  </Section>
                  <Section name="Pages" note="that would come or go">
                    <PagesSection view={replayed} now={state.now} />
                  </Section>
                  <Section name="Set" note="what the engine obeys">
                    <SaveSection
                      policy={set}
                      draft={state.draft}
                      mayChange={role === 'editor' || role === 'admin'}
                      now={state.now}
                      onSaved={state.forget}
                    />
                  </Section>
                </>
              )
            }
          </Panel>
        )}
      </Panel>
    </>
  );
}
