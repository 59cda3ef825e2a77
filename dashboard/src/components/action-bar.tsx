import type { ReactNode } from 'react';
import styles from './action-bar.module.css';

/** What can be done now: beside the headline, on a phone at the bottom under the thumb. */
export function ActionBar({ children }: { children: ReactNode }) {
  return <div className={styles.bar}>{children}</div>;
}
