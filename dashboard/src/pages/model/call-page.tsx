/** One question: the exact text that left, the exact answer, the verdict on each sentence, and its row in the audit trail. */

import { useParams } from '@tanstack/react-router';
import type { ModelCallDetailView } from '../../answer-shapes.ts';
import { ButtonLink } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { CopyBlock } from '../../components/copy-block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import page from '../../frame/page.module.css';
import { modelPath, subjectPath } from '../../paths.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import { valueWords } from '../../words/value-words.ts';
import styles from './model.module.css';
import { maskedWords, moneyWords, outcomeWords, taskWords, tokenWords, verdictWords } from './model-words.ts';

export function ModelCallPage() {
  const { id = '' } = useParams({ strict: false });
  const now = useNow();
  const answer = useOperation('getModelCall', { id });
  if (answer.fault?.status === 403 || answer.fault?.status === 404) {
    const isDenied = answer.fault.status === 403;
    return (
      <div className={page.page}>
        <EmptyState
          title={isDenied ? 'The texts are for admins' : 'This call is not here'}
          text={
            isDenied
              ? `What left and what came back are shown unchecked: ${answer.fault.message}. An admin can open it or change your role.`
              : 'It may be older than calls are kept, or belong to another project.'
          }
        >
          <ButtonLink to={modelPath}>All questions</ButtonLink>
        </EmptyState>
      </div>
    );
  }
  return (
    <Panel answer={answer} what="The call" doing="Opening the sealed texts" shape="page">
      {(call) => <Call call={call} now={now} />}
    </Panel>
  );
}

function Call({ call, now }: { call: ModelCallDetailView; now: number }) {
  const left = call.attempts > 0;
  return (
    <>
      <div className={page.head}>
        <div>
          <p className={content.note}>
            {call.task}, <TimeText at={readTime(call.time)} now={now} />, for{' '}
            {call.incident === '' ? (
              taskWords(call.task)
            ) : (
              <PathLink to={subjectPath(call.incident)}>{call.incidentTitle ?? call.incident}</PathLink>
            )}
          </p>
          <h1>
            {outcomeWords(call)}: {verdictWords(call)}.
          </h1>
        </div>
        <ButtonLink to={modelPath}>All questions</ButtonLink>
      </div>
      <Section name="Call" note={call.shadow ? 'in shadow, never shown' : undefined}>
        <Facts
          facts={[
            { name: 'model', value: call.model },
            { name: 'prompt', value: `${call.promptVersion}${call.isRepair ? ', asked again with the faults' : ''}` },
            { name: 'tokens', value: left ? tokenWords(call) : 'nothing left' },
            { name: 'cost', value: call.cost === null ? 'not known' : moneyWords(call.cost) },
            { name: 'took', value: `${valueWords(call.tookMs, 'ms')}, ${countWords(call.attempts, 'request')}` },
            { name: 'masked', value: maskedWords(call.masked) },
          ]}
        />
      </Section>
      <Section name="Hash" note="SHA-256 of what left">
        <p className={styles.hash}>{left ? call.hash : 'Nothing left.'}</p>
        {call.audit && (
          <p className={content.note}>
            {call.audit.agrees
              ? `Row ${call.audit.sequence} of the audit trail holds the same hash.`
              : `Row ${call.audit.sequence} of the audit trail holds another hash than the text below: one of them was changed.`}
          </p>
        )}
      </Section>
      <Section name="Verdicts" note="each sentence checked">
        {call.verdicts.length === 0 ? (
          <p className={content.note}>No sentence came back that could be read.</p>
        ) : (
          <DataTable
            caption="Verdicts"
            columns={[{ name: 'Sentence' }, { name: 'Verdict' }, { name: 'Why not' }]}
            rows={call.verdicts.map((verdict, at) => ({
              id: String(at),
              cells: [
                verdict.text,
                verdict.verdict,
                verdict.faults.map(({ check, why }) => `${check}: ${why}`).join('; '),
              ],
            }))}
          />
        )}
      </Section>
      {left && (
        <Section name="Texts" note="to the byte">
          <div className={content.stack}>
            <CopyBlock name={`What left, ${valueWords(call.sentBytes, 'By')}`} text={call.prompt} wrap />
            <CopyBlock name="What came back" text={call.answer === '' ? call.error : call.answer} wrap />
          </div>
        </Section>
      )}
    </>
  );
}
