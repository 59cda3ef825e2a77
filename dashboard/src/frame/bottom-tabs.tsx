import { useLocation } from '@tanstack/react-router';
import { Keyboard, Menu, PlugZap, Search } from 'lucide-react';
import { useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { PathLink } from '../components/path-link.tsx';
import { connectPath } from '../paths.ts';
import type { FrameDialog } from './frame-dialog.ts';
import { pageOf, pages } from './navigation.ts';
import { OpenCount } from './open-count.tsx';
import styles from './page-frame.module.css';
import { ThemeMenu } from './theme-menu.tsx';
import { useOpenCounts } from './use-open-counts.ts';

/** The rest is behind More. */
const IN_SIGHT = 4;

/** On a phone the pages stand at the bottom; on a prediction or an incident they give way to its action bar. */
export function BottomTabs({ onOpen }: { onOpen: (dialog: FrameDialog) => void }) {
  const { pathname } = useLocation();
  const here = pageOf(pathname);
  const counts = useOpenCounts();
  const [more, setMore] = useState(false);
  if (pathname.startsWith('/p/') || pathname.startsWith('/i/')) return null;
  return (
    <nav className={styles.tabs} aria-label="Pages">
      {pages.slice(0, IN_SIGHT).map((page) => (
        <PathLink
          key={page.id}
          to={page.to}
          className={`${styles.tab} ${page.id === here ? styles.tabOn : ''}`}
          aria-current={page.id === here ? 'page' : undefined}
        >
          <page.icon size={20} strokeWidth={1.75} aria-hidden="true" />
          {page.name}
          <OpenCount page={page.id} counts={counts} />
        </PathLink>
      ))}
      <button type="button" className={styles.tab} aria-haspopup="dialog" onClick={() => setMore(true)}>
        <Menu size={20} strokeWidth={1.75} aria-hidden="true" />
        More
      </button>
      {more && (
        <Dialog title="More" onClose={() => setMore(false)}>
          <div className={styles.more}>
            {pages.slice(IN_SIGHT).map((page) => (
              <PathLink key={page.id} to={page.to} onClick={() => setMore(false)}>
                <page.icon size={20} strokeWidth={1.75} aria-hidden="true" /> {page.name}
              </PathLink>
            ))}
            <PathLink to={connectPath} onClick={() => setMore(false)}>
              <PlugZap size={20} strokeWidth={1.75} aria-hidden="true" /> Connect your cluster
            </PathLink>
            <button
              type="button"
              onClick={() => {
                setMore(false);
                onOpen('palette');
              }}
            >
              <Search size={20} strokeWidth={1.75} aria-hidden="true" /> Search
            </button>
            <button
              type="button"
              onClick={() => {
                setMore(false);
                onOpen('help');
              }}
            >
              <Keyboard size={20} strokeWidth={1.75} aria-hidden="true" /> Keys and marks
            </button>
            <ThemeMenu />
          </div>
        </Dialog>
      )}
    </nav>
  );
}
