import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { useState } from 'react';
import { Button, ButtonRow } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './incident.module.css';
import { changedByLinks, LinkDialog } from './link-dialog.tsx';
import { TemplateLinkRow } from './template-link-row.tsx';

type Links = OutputOf<Catalog['listTemplateLinks']>;

/** The answer has the surest first; a long list would push what follows out of sight. */
const SHOWN = 4;

/** Log templates of different services that belong together, each with who says so. Asked beside the page, which never waits for it. */
export function TemplateLinksSection({ id }: { readonly id: string }) {
  const answer = useOperation('listTemplateLinks', { id });
  return (
    <Section name="Linked log lines" note="of different services">
      <Panel answer={answer} what="Linked log lines" doing="Reading the log lines of its services" shape="rows">
        {(view) => <LinkList id={id} view={view} />}
      </Panel>
    </Section>
  );
}

function LinkList({ id, view }: { readonly id: string; readonly view: Links }) {
  const [adding, setAdding] = useState(false);
  const { send, sending, fault } = useCommand('markTemplateLink', changedByLinks);
  const mark = (says: 'unlinked' | 'nothing') => (link: Links['items'][number]) => ({
    name: says === 'unlinked' ? 'Unlink' : 'Put back',
    sending,
    press: () => send({ id, first: link.first.template, second: link.second.template, says }),
  });
  const unlink = mark('unlinked');
  const takeBack = mark('nothing');
  const rows = (links: Links['items'], act: typeof unlink) => (
    <ol>
      {links.map((link) => (
        <TemplateLinkRow key={`${link.first.template} ${link.second.template}`} link={link} act={act(link)} />
      ))}
    </ol>
  );
  const actOf: typeof unlink = (link) =>
    link.origin === 'hand' ? { ...takeBack(link), name: 'Unlink' } : unlink(link);
  const services = new Set(view.candidates.map(({ entity }) => entity.id)).size;
  return (
    <>
      <p className={view.items.length > 0 ? styles.finding : styles.note}>{findingText(view, services)}</p>
      {rows(view.items.slice(0, SHOWN), actOf)}
      {view.items.length > SHOWN && (
        <details>
          <summary>{countWords(view.items.length - SHOWN, 'more link')}</summary>
          {rows(view.items.slice(SHOWN), actOf)}
        </details>
      )}
      {view.unlinked.length > 0 && (
        <details>
          <summary>{countWords(view.unlinked.length, 'link')} taken away, not suggested again</summary>
          {rows(view.unlinked, takeBack)}
        </details>
      )}
      <p className={styles.closing}>{modelText(view.model)}</p>
      {services > 1 && (
        <ButtonRow>
          <Button look="small" onClick={() => setAdding(true)}>
            Link two lines
          </Button>
        </ButtonRow>
      )}
      {fault && <p role="alert">Not noted: {fault.message}.</p>}
      {adding && <LinkDialog id={id} candidates={view.candidates} onClose={() => setAdding(false)} />}
    </>
  );
}

function findingText({ items, unlinked, candidates }: Links, services: number): string {
  if (items.length > 0) return `${countWords(items.length, 'pair')} of log lines that belong together`;
  if (services < 2)
    return 'Nothing to link: fewer than two of its services have log lines that are new or surge in its time.';
  if (unlinked.length > 0) return 'No link is left.';
  return `No link: ${countWords(candidates.length, 'log line')} of ${services} services are new or surge, and none go together beyond chance.`;
}

function modelText({ by, suggested, confirmed }: Links['model']): string {
  if (by === null) return 'No language model was asked; links by rule need none.';
  return `${by} named ${countWords(suggested, 'relation')}; ${confirmed} held when checked, the others are not shown.`;
}
