/** What a model said are one template and code found to be one; only there when there are some, or some were looked for. */
import { useState } from 'react';
import type { TemplateMergeView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DialogFault } from '../../components/dialog.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { modelCallPath } from '../../paths.ts';
import { useCommand, useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import styles from './explore.module.css';
import { refinementWords } from './refinement-words.ts';
import { TemplateText } from './template-text.tsx';

export function MergedTemplates({ now, onChoose }: { readonly now: number; readonly onChoose: (id: string) => void }) {
  const merges = useOperation('listTemplateMerges', {});
  const status = useOperation('getStatus', {});
  const role = status.value?.user.role;
  if (!merges.value || (merges.value.items.length === 0 && merges.value.ranAt === null)) return null;
  const mayUndo = role === 'editor' || role === 'admin';
  return (
    <section className={content.stack} aria-label="Merged templates">
      <p className={styles.note}>{refinementWords(merges.value)}</p>
      {merges.value.items.map((merge) => (
        <Merge key={`${merge.id} ${merge.mergedAt}`} merge={merge} now={now} mayUndo={mayUndo} onChoose={onChoose} />
      ))}
    </section>
  );
}

interface MergeProps {
  readonly merge: TemplateMergeView;
  readonly now: number;
  readonly mayUndo: boolean;
  readonly onChoose: (id: string) => void;
}

function Merge({ merge, now, mayUndo, onChoose }: MergeProps) {
  const [isSure, setSure] = useState(false);
  const undo = useCommand('undoTemplateMerge', ['listTemplateMerges', 'listTemplates'], () => setSure(false));
  const { held, undone } = merge;
  return (
    <details className={styles.merge}>
      <summary>
        <TemplateText text={merge.named.replace(/<[a-z_]+>/g, (slot) => slot.toUpperCase())} />{' '}
        <span className={styles.note}>{shortName(merge.entity.name)}, </span>
        <span className={styles.note}>
          {undone
            ? `undone by ${undone.by}`
            : `${countWords(merge.members.length, 'template')} merged by model, checked by code`}
        </span>
      </summary>
      <p className={styles.note}>
        {merge.by} proposed it <TimeText at={readTime(merge.mergedAt)} now={now} /> (
        <PathLink to={modelCallPath(merge.call)}>what left for it</PathLink>). It fits{' '}
        {held.fitting.toLocaleString('en')} of {countWords(held.lines, 'line')} of its templates and none of{' '}
        {countWords(held.others, 'line')} of others.
      </p>
      <ul>
        {merge.members.map(({ id, text }) => (
          <li key={id} title={id}>
            <TemplateText text={text} />
          </li>
        ))}
      </ul>
      <p>
        <Button look="text" onClick={() => onChoose(merge.id)}>
          Its lines
        </Button>
        {!undone && mayUndo && !isSure && (
          <Button look="text" onClick={() => setSure(true)}>
            Undo
          </Button>
        )}
        {isSure && !undone && (
          <Button disabled={undo.sending} onClick={() => undo.send({ id: merge.id })}>
            Take it apart: new lines have the old templates again
          </Button>
        )}
      </p>
      <DialogFault fault={undo.fault} />
    </details>
  );
}
