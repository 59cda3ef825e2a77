import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './section.module.css';

/** A hairline, a label column with one note, and the content to the right of it (below it on a phone). */
export function Section({ name, note, children }: { name: string; note?: ReactNode; children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <header className={styles.label}>
        <h2 id={id}>{name}</h2>
        {note && <p>{note}</p>}
      </header>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
