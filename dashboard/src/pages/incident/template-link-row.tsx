import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { Button } from '../../components/button.tsx';
import { TemplateMark } from '../../components/marks.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { countWords, shortName } from '../../words/name-words.ts';
import styles from './template-link-row.module.css';

type Link = OutputOf<Catalog['listTemplateLinks']>['items'][number];

const ORIGINS: Readonly<Record<Link['origin'], string>> = { rule: 'by rule', model: 'by model', hand: 'by hand' };

interface TemplateLinkRowProps {
  readonly link: Link;
  readonly act: { readonly name: string; readonly sending: boolean; press(): void };
}

/** Two lines with what joins them between; the counts behind it for who points at it. */
export function TemplateLinkRow({ link, act }: TemplateLinkRowProps) {
  return (
    <li className={styles.row}>
      <LinkEnd end={link.first} />
      <div className={styles.joint} title={link.basis}>
        <p>{link.statement}</p>
        <p className={styles.note}>
          <b>{ORIGINS[link.origin]}</b>
          {link.relation !== null && ', suggested by model, confirmed by query'}: {link.basis}
        </p>
      </div>
      <LinkEnd end={link.second} />
      <Button
        look="small"
        disabled={act.sending}
        aria-label={`${act.name}: ${link.first.text} and ${link.second.text}`}
        onClick={act.press}
      >
        {act.name}
      </Button>
    </li>
  );
}

function LinkEnd({ end }: { readonly end: Link['first'] }) {
  return (
    <div className={styles.end}>
      <p className={styles.note}>
        <b>{shortName(end.entity.name)}</b> {end.isNew ? <TemplateMark state="new" /> : null}
        {end.isNew && ' new, '}
        {countWords(end.count, 'line')}
      </p>
      <PathLink to={end.explore}>{end.text}</PathLink>
    </div>
  );
}
