import { Button } from '../components/button.tsx';
import { Brand } from './brand.tsx';
import styles from './page.module.css';

/** The session ended. The address stays, so that the page comes back after signing in. */
export function SignedOutPage() {
  return (
    <main className={styles.alone}>
      <Brand />
      <h1>Your sign-in has expired.</h1>
      <p className={styles.lede}>
        Foreshock signs you in by a link that it prints where the server runs. Open the printed link again; starting the
        server again prints a new one. Watching and warning go on meanwhile.
      </p>
      <Button onClick={() => location.reload()}>I have opened the link</Button>
    </main>
  );
}
