import type { ReactNode } from 'react';
import styles from './row-acts.module.css';

/** What can be done with a line of a list, under its name. */
export function RowActs({ children }: { children: ReactNode }) {
  return <span className={styles.acts}>{children}</span>;
}
