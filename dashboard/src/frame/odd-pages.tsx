import { ButtonLink } from '../components/button.tsx';
import { FaultNote } from '../components/fault-note.tsx';
import { overviewPath } from '../paths.ts';
import styles from './page.module.css';

export function NotFoundPage() {
  return (
    <div className={styles.page}>
      <h1>There is no such page.</h1>
      <p className={styles.lede}>The address may be mistyped, or from a newer version.</p>
      <ButtonLink to={overviewPath}>Go to the overview</ButtonLink>
    </div>
  );
}

export function BrokenPage({ reset }: { reset: () => void }) {
  return (
    <div className={styles.page}>
      <FaultNote
        title="This page could not be drawn"
        text="A fault of ours, not of your data. The other pages work, and so does the API."
        onRetry={reset}
      />
    </div>
  );
}
