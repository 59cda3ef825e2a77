import styles from './new-pill.module.css';

/** New rows wait behind it. */
export function NewPill({ count, onShow }: { count: number; onShow: () => void }) {
  return (
    <span role="status">
      {count > 0 && (
        <button type="button" className={styles.pill} onClick={onShow}>
          {count} new
        </button>
      )}
    </span>
  );
}
