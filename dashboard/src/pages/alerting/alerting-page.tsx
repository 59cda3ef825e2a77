/** Alerting: where people are told, of what, who is on call, what was told, and what was held back and why. */
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import page from '../../frame/page.module.css';
import { slosPath } from '../../paths.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { alertingHeadline } from './alerting-words.ts';
import { ChannelsSection } from './channels-section.tsx';
import { DeliverySections } from './delivery-section.tsx';
import { RotaSection } from './rota-section.tsx';
import { RoutesSection } from './routes-section.tsx';

export function AlertingPage() {
  const channels = useOperation('listChannels', {});
  const alerting = useOperation('getAlerting', {});
  const status = useOperation('getStatus', {});
  const now = useNow();
  const role = status.value?.user.role;
  const isEditor = role === 'editor' || role === 'admin';
  const items = channels.value?.items ?? [];
  return (
    <>
      <div className={page.page}>
        <h1>{alerting.value && channels.value ? alertingHeadline(alerting.value, items) : 'Who is told of what.'}</h1>
        <p className={page.lede}>
          <PathLink to={slosPath()}>SLOs</PathLink> say which burn of an error budget opens an incident.
        </p>
      </div>
      <Panel answer={channels} what="The channels" doing="Reading the channels" shape="rows">
        {(value) => (
          <ChannelsSection channels={value.items} now={now} mayTest={isEditor} mayChange={role === 'admin'} />
        )}
      </Panel>
      <Panel answer={alerting} what="The routes" doing="Reading the routes" shape="rows">
        {(value) => (
          <>
            <RoutesSection alerting={value} channels={items} mayChange={isEditor} />
            <RotaSection alerting={value} channels={items} now={now} mayChange={isEditor} />
          </>
        )}
      </Panel>
      <DeliverySections channels={items} now={now} mayChange={isEditor} />
    </>
  );
}
