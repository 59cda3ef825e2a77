import { useState } from 'react';
import { Button } from './button.tsx';
import styles from './copy-block.module.css';

/** Text to take along, with a button that copies it. */
export function CopyBlock({ name, text }: { name: string; text: string }) {
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
      <pre tabIndex={0}>{text}</pre>
    </div>
  );
}
