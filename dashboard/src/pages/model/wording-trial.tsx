/** What a draft of the wording would send of one incident or prediction, and what a model makes of it. */
import { useState } from 'react';
import type { PromptSettingsView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { CopyBlock } from '../../components/copy-block.tsx';
import { FaultNote } from '../../components/fault-note.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { modelCallPath } from '../../paths.ts';
import { useCommand, useOperation } from '../../use-operation.ts';
import { changedLines } from './changed-lines.ts';
import styles from './model.module.css';

type Parts = PromptSettingsView['parts'];

const LISTED = 30;
/** What gave its evidence to another, or was none, has nothing to tell. */
const TOLD_STATES = 'open,acknowledged,resolved,reviewed';

export function WordingTrial({ parts }: { readonly parts: Parts }) {
  const incidents = useOperation('listIncidents', { limit: LISTED, state: TOLD_STATES });
  const predictions = useOperation('listPredictions', { limit: LISTED });
  const [chosen, setChosen] = useState<string>();
  const [previewed, setPreviewed] = useState<Parts>();
  const tried = useCommand('tryPromptSettings', ['listModelCalls', 'getModelUsage']);
  const subjects = [
    ...(incidents.value?.items ?? []).map(({ id, title }) => ({ id, title: `Incident: ${title}` })),
    ...(predictions.value?.items ?? []).map(({ id, headline }) => ({ id, title: `Prediction: ${headline}` })),
  ];
  const id = chosen ?? subjects[0]?.id;
  const preview = useOperation(
    'previewPromptSettings',
    { id: id ?? '', parts: previewed ?? parts },
    { when: previewed !== undefined && id !== undefined },
  );
  if (!incidents.value || !predictions.value) return <p>Reading incidents and predictions</p>;
  if (id === undefined) return <p>There is no incident and no prediction yet to see it on.</p>;
  return (
    <div className={content.preview}>
      <label>
        See it on
        <select
          value={id}
          onChange={(event) => {
            setChosen(event.target.value);
            setPreviewed(undefined);
          }}
        >
          {subjects.map((subject) => (
            <option key={subject.id} value={subject.id}>
              {subject.title}
            </option>
          ))}
        </select>
      </label>
      <ButtonRow>
        <Button type="button" onClick={() => setPreviewed(parts)}>
          What would leave
        </Button>
        <Button type="button" disabled={tried.sending} onClick={() => tried.send({ id, parts })}>
          {tried.sending ? 'Asking the model' : 'Try it: ask the model once'}
        </Button>
      </ButtonRow>
      {preview.fault && <FaultNote title="No preview" text={preview.fault.message} />}
      {previewed && preview.value && (
        <div className={content.stack}>
          <p>What would leave otherwise than now; nothing was sent.</p>
          <pre className={styles.diff}>
            {changedLines(preview.value.before, preview.value.after)
              .map(({ sign, text }) => `${sign} ${text.length > 600 ? `${text.slice(0, 600)}…` : text}`)
              .join('\n') || 'Nothing.'}
          </pre>
          <details>
            <summary>All of it, to the byte</summary>
            <CopyBlock name="The words of the task" text={preview.value.system} wrap />
            <CopyBlock name="The facts" text={preview.value.after} wrap />
          </details>
        </div>
      )}
      {tried.fault && <FaultNote title="It was not told" text={tried.fault.message} />}
      {tried.result && <Tried id={id} result={tried.result} />}
    </div>
  );
}

type Result = NonNullable<ReturnType<typeof useCommand<'tryPromptSettings'>>['result']>;

/** The draft's story beside the one that is shown now. */
function Tried({ id, result: { by, sentences, verdicts, calls } }: { readonly id: string; readonly result: Result }) {
  const isPrediction = id.startsWith('prd_');
  const incident = useOperation('getIncident', { id }, { when: !isPrediction });
  const prediction = useOperation('getPrediction', { id }, { when: isPrediction });
  const now = (incident.value ?? prediction.value)?.narrative;
  const dropped = verdicts.filter(({ verdict }) => verdict === 'dropped');
  const last = calls.at(-1);
  return (
    <div className={styles.beside}>
      <div>
        <b>By the draft, {by}</b>
        {sentences === null ? (
          <p>Too little of it holds: the story of the template would stay.</p>
        ) : (
          sentences.map((text) => <p key={text}>{text}</p>)
        )}
        {dropped.length > 0 && (
          <ul>
            {dropped.map(({ text, faults }) => (
              <li key={text}>
                <s>{text}</s> {faults.map(({ check, why }) => `${check}: ${why}`).join('; ')}
              </li>
            ))}
          </ul>
        )}
        {last !== undefined && <PathLink to={modelCallPath(last)}>What left, and each verdict</PathLink>}
      </div>
      <div>
        <b>As it is told now{now ? `, by ${now.by}` : ''}</b>
        {now?.claims.map(({ id: claim, text }) => (
          <p key={claim}>{text}</p>
        ))}
      </div>
    </div>
  );
}
