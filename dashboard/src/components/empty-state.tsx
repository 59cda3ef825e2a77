import type { ReactNode } from 'react';
import styles from './panel.module.css';

export interface EmptyStateProps {
  readonly title: string;
  /** What is missing and how much more is needed. */
  readonly text: ReactNode;
  /** Boxes, one for each that is needed. */
  readonly counted?: { readonly have: number; readonly need: number; readonly unit: string };
  /** One way on. */
  readonly children?: ReactNode;
}

export function EmptyState({ title, text, counted, children }: EmptyStateProps) {
  return (
    <div className={styles.empty}>
      <h3>{title}</h3>
      <p>{text}</p>
      {counted && counted.need <= 60 && (
        <div className={styles.boxes} role="img" aria-label={`${counted.have} of ${counted.need} ${counted.unit}`}>
          {Array.from({ length: counted.need }, (_, index) => (
            <span
              // biome-ignore lint/suspicious/noArrayIndexKey: the boxes are their positions
              key={index}
              className={`${styles.box} ${index < counted.have ? styles.full : ''}`}
            />
          ))}
        </div>
      )}
      {children}
    </div>
  );
}
