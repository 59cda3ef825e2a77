import { useQueryClient } from '@tanstack/react-query';
import { Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { LiveContext, useLiveLink } from '../live-link.ts';
import { useGo } from '../url-state.ts';
import { useKeys } from '../use-keys.ts';
import { ClockOffsetContext, machineTime } from '../use-now.ts';
import { useOperation } from '../use-operation.ts';
import { AskDialog } from './ask-dialog.tsx';
import { Banners } from './banners.tsx';
import { BottomTabs } from './bottom-tabs.tsx';
import type { FrameDialog } from './frame-dialog.ts';
import { HelpDialog } from './help-dialog.tsx';
import { pages } from './navigation.ts';
import styles from './page-frame.module.css';
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';

/** Rail, top bar and banners around every page; the live link; and the keys that work everywhere. */
export function PageFrame() {
  const live = useLiveLink(useQueryClient());
  const status = useOperation('getStatus', {});
  const [dialog, setDialog] = useState<FrameDialog>();
  const go = useGo();
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();

  useKeys({
    ...Object.fromEntries(pages.map((page) => [`g ${page.letter}`, () => go(page.to)])),
    '?': () => setDialog('help'),
    // There it goes to the field for queries.
    '/': pathname.startsWith('/explore/') ? undefined : () => setDialog('ask'),
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setDialog('palette');
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  // A new page is read from its beginning, by screen readers too.
  const firstPath = useRef(pathname);
  useEffect(() => {
    if (firstPath.current !== pathname) main.current?.focus({ preventScroll: true });
    firstPath.current = '';
  }, [pathname]);

  const now = status.value ? Date.parse(status.value.now) : undefined;
  const offset = now === undefined || status.asOf === undefined ? 0 : now - status.asOf;
  // Under a minute it is the way of the answer, not a wrong clock.
  const clockOffset = Math.abs(offset) < 60_000 ? 0 : offset;
  return (
    <LiveContext value={live.asOf === 0 ? { linked: true, asOf: machineTime() } : live}>
      <ClockOffsetContext value={clockOffset}>
        <a className={styles.skip} href="#main">
          Skip to the page
        </a>
        <div className={styles.app}>
          <Rail status={status} />
          <div className={styles.body}>
            <TopBar status={status} onOpen={setDialog} />
            <Banners status={status} />
            <main id="main" ref={main} className={styles.main} tabIndex={-1}>
              <Outlet />
            </main>
          </div>
        </div>
        <BottomTabs onOpen={setDialog} />
        {dialog === 'palette' && <Palette onClose={() => setDialog(undefined)} />}
        {dialog === 'ask' && <AskDialog onClose={() => setDialog(undefined)} />}
        {dialog === 'help' && <HelpDialog onClose={() => setDialog(undefined)} />}
      </ClockOffsetContext>
    </LiveContext>
  );
}
