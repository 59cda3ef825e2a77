import type { ButtonHTMLAttributes, ReactNode } from 'react';
import styles from './button.module.css';
import { PathLink } from './path-link.tsx';

export type ButtonLook = 'outlined' | 'filled' | 'small' | 'text';

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook;
  /** The letter that does the same, shown on wide screens. */
  readonly letter?: string;
}

function classes(look: ButtonLook): string {
  return [styles.button, look === 'outlined' ? '' : styles[look]].join(' ').trim();
}

export function Button({ look = 'outlined', letter, children, ...rest }: ButtonProps) {
  return (
    <button type="button" className={classes(look)} aria-keyshortcuts={letter} {...rest}>
      {children}
      {letter && (
        <span className={styles.key} aria-hidden="true">
          {letter}
        </span>
      )}
    </button>
  );
}

export function ButtonLink({
  to,
  look = 'outlined',
  children,
}: {
  to: string;
  look?: ButtonLook;
  children: ReactNode;
}) {
  return (
    <PathLink to={to} className={classes(look)}>
      {children}
    </PathLink>
  );
}

export function ButtonRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
