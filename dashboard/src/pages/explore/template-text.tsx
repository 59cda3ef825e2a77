import styles from './explore.module.css';

/** The constant part of like lines; its slots stand on a well. */
export function TemplateText({ text }: { text: string }) {
  const parts = text.split(/(<[A-Z_]+>)/);
  return (
    <code>
      {parts.map((part, i) =>
        /^<[A-Z_]+>$/.test(part) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts are their positions
          <span key={i} className={styles.slot}>
            {part.slice(1, -1)}
          </span>
        ) : (
          part
        ),
      )}
    </code>
  );
}
