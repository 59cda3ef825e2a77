/** Drills: faults that were made on purpose, and whether each was foreseen and found. */
import { useEffect, useState } from 'react';
import type { DrillsView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import page from '../../frame/page.module.css';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { DrillDialog } from './drill-dialog.tsx';
import { drillsHeadline, isGoingOn } from './drill-words.ts';
import { DrillsTable } from './drills-table.tsx';
import { RunningSection } from './running-section.tsx';

/** A fault acts for minutes: what is found of it is worth a look every few seconds. */
const LOOK_MS = 5_000;

export function DrillsPage() {
  const now = useNow();
  const drills = useOperation('listDrills', {});
  const status = useOperation('getStatus', {});
  const [starting, setStarting] = useState(false);
  const role = status.value?.user.role;
  const mayStart = role === 'editor' || role === 'admin';
  const open = drills.value?.items.find(isGoingOn);
  const { askAgain } = drills;
  useEffect(() => {
    if (!open) return undefined;
    const timer = setInterval(askAgain, LOOK_MS);
    return () => clearInterval(timer);
  }, [open, askAgain]);
  return (
    <>
      <div className={page.page}>
        <h1>{drills.value ? drillsHeadline(drills.value) : 'Faults that are made on purpose.'}</h1>
        <p className={page.lede}>
          A drill makes a real fault in the demo and holds against it what was foreseen and found. It ends by itself,
          and counts in no record.
        </p>
      </div>
      <Panel answer={drills} what="The drills" doing="Reading the drills" shape="rows">
        {(view) => (
          <>
            {open && <RunningSection drill={open} now={now} mayStop={mayStart} />}
            <Section name="Drills" note="newest first; each incident and call opens">
              <div className={content.stack}>
                <PastDrills view={view} now={now} />
                {view.possible && !open && mayStart && (
                  <div>
                    <Button look="filled" onClick={() => setStarting(true)}>
                      Run a drill
                    </Button>
                  </div>
                )}
                {role !== undefined && !mayStart && <p className={content.note}>Only an editor can run drills.</p>}
              </div>
            </Section>
          </>
        )}
      </Panel>
      {starting && <DrillDialog onClose={() => setStarting(false)} />}
    </>
  );
}

function PastDrills({ view, now }: { view: DrillsView; now: number }) {
  const past = view.items.filter((drill) => !isGoingOn(drill));
  if (past.length > 0) return <DrillsTable drills={past} now={now} />;
  if (!view.possible)
    return (
      <EmptyState
        title="Nothing here can make faults"
        text="Start the program without real data to have the demo, whose namespace allows drills. In a cluster of your own use a tool such as Chaos Mesh, in a namespace with the label foreshock/drill=allowed."
      />
    );
  return (
    <EmptyState
      title="No drill is over yet"
      text="Memory, processor, connection pool, disk or name resolution: choose one, and see within minutes whether it is foreseen, found, and traced to its cause."
    />
  );
}
