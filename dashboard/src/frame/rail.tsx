import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { useLocation } from '@tanstack/react-router';
import type { Answer } from '../answer.ts';
import { PathLink } from '../components/path-link.tsx';
import { overviewPath } from '../paths.ts';
import { Brand } from './brand.tsx';
import { pageOf, pages } from './navigation.ts';
import { OpenCount } from './open-count.tsx';
import styles from './page-frame.module.css';
import { useOpenCounts } from './use-open-counts.ts';

export type StatusAnswer = Answer<OutputOf<Catalog['getStatus']>>;

export function Rail({ status }: { status: StatusAnswer }) {
  const here = pageOf(useLocation().pathname);
  const counts = useOpenCounts();
  const trust = status.value?.dataTrust;
  return (
    <aside className={styles.rail}>
      <PathLink to={overviewPath} className={styles.brand} aria-label="Foreshock, overview">
        <Brand />
        Foreshock
      </PathLink>
      <nav aria-label="Pages">
        {pages.map((page) => (
          <PathLink
            key={page.id}
            to={page.to}
            className={`${styles.link} ${page.id === here ? styles.on : ''}`}
            aria-current={page.id === here ? 'page' : undefined}
          >
            <page.icon size={18} strokeWidth={1.75} aria-hidden="true" />
            {page.name}
            <OpenCount page={page.id} counts={counts} />
          </PathLink>
        ))}
      </nav>
      {trust && (
        <p className={styles.foot}>
          {trust.share === null ? 'Data trust not known yet' : `Data trust ${trust.share.toFixed(2)}`}
          <br />
          {trust.expected === 0 ? 'no source is expected yet' : `${trust.reporting} of ${trust.expected} sending`}
        </p>
      )}
    </aside>
  );
}
