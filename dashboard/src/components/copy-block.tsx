import { useState } from 'react';
import { Button } from './button.tsx';
import styles from './copy-block.module.css';

/** Text to take along, with a button that copies it. `wrap`: long lines are broken on the screen, not in the copy. */
export function CopyBlock({ name, text, wrap = false }: { name: string; text: string; wrap?: boolean }) {
  const [said, setSaid] = useState('');
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid('Copied'),
      () => setSaid('The browser does not allow copying: select the text'),
    );
  return (
    <div className={styles.block}>
      <div className={styles.bar}>
        <span>{name}</span>
        <span>
          <span role="status">{said}</span>{' '}
          <Button look="small" onClick={() => void copy()}>
            Copy
          </Button>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className={wrap ? styles.wrap : undefined}>
        {text}
      </pre>
    </div>
  );
}
