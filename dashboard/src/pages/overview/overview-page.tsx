/** Overview: the worst thing in a sentence, what is coming, what is wrong now, the last day, and how far to trust it. */

import { useMemo } from 'react';
import { Panel } from '../../components/panel.tsx';
import { openPredictionStates } from '../../frame/use-open-counts.ts';
import { readIncident, readPrediction } from '../../read-answer.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { ClosedSection } from './closed-section.tsx';
import { ComingSection } from './coming-section.tsx';
import { DaySection } from './day-section.tsx';
import { FailingChannels } from './failing-channels.tsx';
import { FillsSection } from './fills-section.tsx';
import { Headline } from './headline.tsx';
import { NowSection } from './now-section.tsx';
import styles from './overview.module.css';
import { RightSection } from './right-section.tsx';
import { TrustSection } from './trust-section.tsx';

export function OverviewPage() {
  const now = useNow();
  const coming = useOperation('listPredictions', { state: openPredictionStates, limit: 50 });
  const closed = useOperation('listPredictions', { state: 'closed', limit: 200 });
  const incidents = useOperation('listIncidents', { limit: 50 });
  const status = useOperation('getStatus', {});
  const comingLines = useMemo(() => coming.value?.items.map(readPrediction), [coming.value]);
  const closedLines = useMemo(() => closed.value?.items.map(readPrediction), [closed.value]);
  const incidentLines = useMemo(() => incidents.value?.items.map(readIncident), [incidents.value]);

  return (
    <>
      <Headline
        predictions={comingLines}
        incidents={incidentLines}
        status={status.value}
        fault={coming.fault ?? incidents.fault}
        now={now}
      />
      <FailingChannels now={now} />
      <div className={styles.two}>
        <div>
          <Panel answer={coming} what="What is coming" doing="Reading open predictions" shape="rows">
            {() => <ComingSection lines={comingLines ?? []} status={status.value} now={now} />}
          </Panel>
        </div>
        <div className={styles.side}>
          <Panel answer={incidents} what="Incidents" doing="Reading incidents" shape="rows">
            {() => <NowSection incidents={incidentLines ?? []} now={now} />}
          </Panel>
        </div>
        <div>
          <Panel answer={closed} what="Closed calls" doing="Reading closed predictions" shape="rows">
            {() => <ClosedSection closed={closedLines ?? []} now={now} />}
          </Panel>
        </div>
      </div>
      <DaySection coming={comingLines ?? []} closed={closedLines ?? []} incidents={incidentLines ?? []} now={now} />
      <div className={styles.three}>
        <FillsSection />
        <Panel answer={closed} what="Our record" doing="Reading closed predictions">
          {() => <RightSection closed={closedLines ?? []} now={now} />}
        </Panel>
        <Panel answer={status} what="Data trust" doing="Reading what arrives">
          {(value) => <TrustSection status={value} now={now} />}
        </Panel>
      </div>
    </>
  );
}
