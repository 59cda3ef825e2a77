/** What left the building: every question that was put to a language model, what it cost, and what came of it. */

import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import page from '../../frame/page.module.css';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { CallsSection } from './calls-section.tsx';
import { modelHeadline } from './model-words.ts';
import { SettingsSection } from './settings-section.tsx';
import { ShadowSection } from './shadow-section.tsx';
import { SpendSection } from './spend-section.tsx';
import { WordingSection } from './wording-section.tsx';

export function ModelPage() {
  const now = useNow();
  const usage = useOperation('getModelUsage', {});
  const status = useOperation('getStatus', {});
  const role = status.value?.user.role;
  return (
    <>
      <div className={page.head}>
        <h1>
          {usage.value
            ? modelHeadline(usage.value, new Date(now).toISOString().slice(0, 10))
            : 'What left the building.'}
        </h1>
      </div>
      <Panel answer={usage} what="What the language model cost" doing="Adding up what it cost" shape="rows">
        {(value) => (
          <>
            {!value.configured && (
              <Section name="Model" note="optional">
                <EmptyState
                  title="No model is configured: nothing has left"
                  text="Everything is complete: code writes every story from the evidence. To have a model word them, set model.url and model.name; what is sent will then be listed here to the byte."
                />
              </Section>
            )}
            {value.configured && <SpendSection usage={value} />}
            {value.shadow && <ShadowSection usage={value} shadow={value.shadow} />}
            <SettingsSection usage={value} role={role} />
          </>
        )}
      </Panel>
      {role !== undefined && <WordingSection role={role} now={now} />}
      {role !== undefined && <CallsSection role={role} now={now} configured={usage.value?.configured} />}
    </>
  );
}
