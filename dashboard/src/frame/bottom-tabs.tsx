import { useLocation } from '@tanstack/react-router';
import { Database, DoorOpen, History, Keyboard, Menu, PlugZap, Search, Target, Waypoints } from 'lucide-react';
import { useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import { PathLink } from '../components/path-link.tsx';
import { connectPath, dataPath, mapPath, modelPath, reliabilityPath, replayPath } from '../paths.ts';
import type { FrameDialog } from './frame-dialog.ts';
import { pageOf, pages } from './navigation.ts';
import { OpenCount } from './open-count.tsx';
import styles from './page-frame.module.css';
import { ThemeMenu } from './theme-menu.tsx';
import { useOpenCounts } from './use-open-counts.ts';

/** On a phone the pages stand at the bottom; on a prediction or an incident they give way to its action bar. */
export function BottomTabs({ onOpen }: { onOpen: (dialog: FrameDialog) => void }) {
  const { pathname } = useLocation();
  const here = pageOf(pathname);
  const counts = useOpenCounts();
  const [more, setMore] = useState(false);
  if (pathname.startsWith('/p/') || pathname.startsWith('/i/')) return null;
  return (
    <nav className={styles.tabs} aria-label="Pages">
      {pages.slice(0, 4).map((page) => (
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
            <PathLink to={mapPath} onClick={() => setMore(false)}>
              <Waypoints size={20} strokeWidth={1.75} aria-hidden="true" /> Map
            </PathLink>
            <PathLink to={reliabilityPath} onClick={() => setMore(false)}>
              <Target size={20} strokeWidth={1.75} aria-hidden="true" /> Reliability
            </PathLink>
            <PathLink to={replayPath} onClick={() => setMore(false)}>
              <History size={20} strokeWidth={1.75} aria-hidden="true" /> Replay
            </PathLink>
            <PathLink to={dataPath} onClick={() => setMore(false)}>
              <Database size={20} strokeWidth={1.75} aria-hidden="true" /> Data
            </PathLink>
            <PathLink to={modelPath} onClick={() => setMore(false)}>
              <DoorOpen size={20} strokeWidth={1.75} aria-hidden="true" /> What left the building
            </PathLink>
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
