import { useState } from 'react';
import type { AlertingView, AlertRouteView, ChannelView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Section } from '../../components/section.tsx';
import { FileMark } from '../../file-mark.tsx';
import { howWords, matchWords } from './alerting-words.ts';
import { RouteDialog } from './route-dialog.tsx';

interface RoutesSectionProps {
  readonly alerting: AlertingView;
  readonly channels: readonly ChannelView[];
  readonly mayChange: boolean;
}

export function RoutesSection({ alerting, channels, mayChange }: RoutesSectionProps) {
  const [editing, setEditing] = useState<AlertRouteView | 'new' | undefined>();
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  const add = mayChange && channels.length > 0 && (
    <Button look={alerting.routes.length === 0 ? 'filled' : 'outlined'} onClick={() => setEditing('new')}>
      Add a route
    </Button>
  );
  return (
    <Section name="Routes" note="every one that matches tells its channels; a channel is told once">
      <div className={content.stack}>
        {alerting.routes.length === 0 ? (
          <EmptyState
            title="No route yet: nobody is told"
            text={`A route says which incidents and predictions a channel is told of, and how loudly. ${
              channels.length === 0
                ? 'Add a channel first.'
                : 'Before it is kept you see what it would have told in the last 30 days.'
            }`}
          >
            {add}
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Routes"
              columns={[{ name: 'Route' }, { name: 'Tells' }, ...(mayChange ? [{ name: 'Change' }] : [])]}
              rows={alerting.routes.map((route) => ({
                id: route.id,
                cells: [
                  <div key="route" className={content.what}>
                    <b>{route.name}</b>
                    <span>{matchWords(route)}</span>
                    <span>{howWords(route)}</span>
                    <FileMark kind="route" id={route.id} />
                  </div>,
                  route.channels.map((id) => names.get(id) ?? id).join(', ') || 'on call alone',
                  ...(mayChange
                    ? [
                        <Button
                          key="edit"
                          look="small"
                          aria-label={`Edit ${route.name}`}
                          onClick={() => setEditing(route)}
                        >
                          Edit
                        </Button>,
                      ]
                    : []),
                ],
              }))}
            />
            <div>{add}</div>
          </>
        )}
        {!mayChange && <p className={content.note}>Only an editor can change routes.</p>}
      </div>
      {editing && (
        <RouteDialog
          route={editing === 'new' ? undefined : editing}
          alerting={alerting}
          channels={channels}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Section>
  );
}
