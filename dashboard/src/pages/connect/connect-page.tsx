/** Connect your cluster: where to send, the exporter block to copy, and one light for each signal. */

import { exporterBlock } from '@foreshock/model/wording/exporter-block.ts';
import type { StatusView } from '../../answer-shapes.ts';
import { CopyBlock } from '../../components/copy-block.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { LevelMark } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import page from '../../frame/page.module.css';
import { backtestPath } from '../../paths.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { valueWords } from '../../words/value-words.ts';
import { ApiKeysSection } from './api-keys-section.tsx';
import styles from './connect.module.css';
import { KeysSection } from './keys-section.tsx';
import { QuotaSection } from './quota-section.tsx';
import { unlearntWords } from './unlearnt-words.ts';

export function ConnectPage() {
  const status = useOperation('getStatus', {});
  return (
    <>
      <div className={page.page}>
        <h1>Connect your cluster.</h1>
        <p className={page.lede}>
          An OpenTelemetry Collector in your cluster sends logs, metrics and traces here. Nothing of ours runs there.
        </p>
      </div>
      <Panel answer={status} what="The addresses to send to" doing="Reading the server's addresses">
        {(value) => <Steps status={value} />}
      </Panel>
    </>
  );
}

const historyWords: Readonly<Record<StatusView['history']['state'], string>> = {
  none: 'What is sent from the time before the connection is learnt first, and judged, before anything notifies. So far nothing was.',
  learning: 'What was there before is being learnt. Nothing notifies meanwhile.',
  review: 'What was there before is learnt. Nothing notifies before somebody has looked at what would have been told.',
  notifying: 'What was there before is learnt, and notifications have begun.',
};

function Steps({ status }: { status: StatusView }) {
  const now = useNow(2000);
  return (
    <>
      <Section name="Send to" note="two ways, same data">
        <DataTable
          caption="Addresses"
          columns={[{ name: 'Protocol' }, { name: 'Address' }]}
          rows={[
            { id: 'http', cells: ['OTLP over HTTP', <code key="http">{status.endpoints.otlpHttp}</code>] },
            { id: 'grpc', cells: ['OTLP over gRPC', <code key="grpc">{status.endpoints.otlpGrpc}</code>] },
          ]}
        />
      </Section>
      <KeysSection now={now} mayChange={status.user.role === 'admin'} />
      <Section name="Collector" note="add it to your configuration">
        <div className={styles.stack}>
          <CopyBlock name="exporter, with a queue on disk" text={exporterBlock(status.endpoints.otlpHttp)} />
          <p className={styles.note}>
            The key comes from <code>FORESHOCK_TOKEN</code>. With the queue an outage of ours loses nothing. Leave the{' '}
            <code>batch</code> processor out: it answers before the data is safe.
          </p>
        </div>
      </Section>
      <Section name="What arrives" note="live">
        <div className={styles.stack}>
          <DataTable
            caption="Signals"
            columns={[
              { name: 'Signal' },
              { name: 'Last arrival' },
              { name: 'Records', figure: true },
              { name: 'Size', figure: true },
            ]}
            rows={status.signals.map((signal) => ({
              id: signal.signal,
              cells: [
                signal.signal,
                signal.lastArrival === null ? (
                  'waiting'
                ) : (
                  <span key="at">
                    <LevelMark level="info" /> {durationWords(Math.max(0, now - Date.parse(signal.lastArrival)))} ago
                  </span>
                ),
                signal.records.toLocaleString('en'),
                valueWords(signal.bytes, 'By'),
              ],
            }))}
          />
          <p className={styles.note}>
            Without traces there is no map and no path from cause to harm; the rest works. Baselines need{' '}
            {durationWords(readDuration(status.history.baselineNeeds))}, percents need 20 outcomes of a kind of failure,
            fill-up forecasts need 2 days of a resource.
          </p>
        </div>
      </Section>
      <Section name="History" note="learnt first">
        <p>
          {historyWords[status.history.state]} <PathLink to={backtestPath}>See the backtest</PathLink>
          {unlearntWords(status.history.notLearnt)}
        </p>
      </Section>
      <ApiKeysSection now={now} mayChange={status.user.role === 'admin'} />
      <QuotaSection mayChange={status.user.role === 'admin'} />
    </>
  );
}
