import { Button } from './button.tsx';
import styles from './panel.module.css';

export interface FaultNoteProps {
  readonly title: string;
  readonly text: string;
  readonly onRetry?: () => void;
}

/** What failed, what still works, and one way on. */
export function FaultNote({ title, text, onRetry }: FaultNoteProps) {
  return (
    <div className={styles.fault} role="alert">
      <h3>{title}</h3>
      <p>{text}</p>
      {onRetry && (
        <Button look="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
