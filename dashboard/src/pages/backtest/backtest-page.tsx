/** Backtest: what would have been told over the history that was there at the start, and the way to let it begin. */

import { useEffect } from 'react';
import { EmptyState } from '../../components/empty-state.tsx';
import { StateLine } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import page from '../../frame/page.module.css';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { backtestHeadline } from './backtest-words.ts';
import { CallsSection } from './calls-section.tsx';
import { OutcomeSection } from './outcome-section.tsx';
import { StartSection } from './start-section.tsx';

export function BacktestPage() {
  const now = useNow();
  const history = useOperation('getHistory', {});
  const state = history.value?.state;
  const isLearnt = state === 'review' || state === 'notifying';
  const backtest = useOperation('getBacktest', {}, { when: isLearnt });
  const status = useOperation('getStatus', {}).value;
  const role = status?.user.role;
  const stateOfStatus = status?.history.state;
  const { askAgain } = history;
  // The first minutes of history are met between two questions: what the banner says and the page says must be one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each change of the status
  useEffect(() => {
    if (stateOfStatus !== undefined && state !== undefined && stateOfStatus !== state) askAgain();
  }, [stateOfStatus]);
  return (
    <>
      <div className={page.head}>
        <div>
          <StateLine>
            <b>Backtest</b>
            {history.value?.from && history.value.to && (
              <>
                <TimeText at={Date.parse(history.value.from)} now={now} /> to{' '}
                <TimeText at={Date.parse(history.value.to)} now={now} />
              </>
            )}
            {history.value?.simulated && 'simulated data'}
          </StateLine>
          <h1>{backtestHeadline(history.value, backtest.value)}</h1>
        </div>
      </div>
      <Panel answer={history} what="The history" doing="Reading how far the history is learnt">
        {(known) =>
          known.state === 'none' ? (
            <EmptyState
              title="Nothing to look back at"
              text="Everything that arrived was new, so notifications are earned as calls come true: 20 of a kind of failure. A Collector that sends what it has kept, before anything else is sent, is learnt from first."
            />
          ) : (
            <>
              <Section name="Notify" note="the one thing to decide">
                <StartSection
                  history={known}
                  backtestShown={backtest.value !== undefined}
                  mayStart={role === 'editor' || role === 'admin'}
                  now={now}
                />
              </Section>
              {isLearnt && (
                <Panel answer={backtest} what="The backtest" doing="Deciding upon the forecasts again" shape="chart">
                  {(view) => (
                    <>
                      <Section name="Outcome" note="with what is set now">
                        <OutcomeSection view={view} />
                      </Section>
                      <Section name="Calls" note="newest first">
                        <CallsSection view={view} now={now} />
                      </Section>
                    </>
                  )}
                </Panel>
              )}
            </>
          )
        }
      </Panel>
    </>
  );
}
