/** Writes or changes a route. What it would have told in the last 30 days is shown before it can be saved. */
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { AlertingView, AlertRouteView, ChannelView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import { Dialog, DialogFault, DialogForm } from '../../components/dialog.tsx';
import form from '../../components/form-fields.module.css';
import { FileNote } from '../../file-mark.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { idFor } from './alerting-words.ts';
import { draftOfRoute, type RouteDraft, routeOfDraft } from './route-draft.ts';
import { RouteFields } from './route-fields.tsx';
import { RoutePreview } from './route-preview.tsx';

interface RouteDialogProps {
  readonly route: AlertRouteView | undefined;
  readonly alerting: AlertingView;
  readonly channels: readonly ChannelView[];
  readonly onClose: () => void;
}

export function RouteDialog({ route, alerting, channels, onClose }: RouteDialogProps) {
  const ownZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [draft, setDraft] = useState<RouteDraft>(() => draftOfRoute(route, ownZone));
  /** The route that was previewed; another one must be looked at again. */
  const [looked, setLooked] = useState<AlertRouteView | undefined>();
  const save = useCommand('changeAlerting', ['getAlerting'], onClose);
  const { version, routes, rotas, maintenance } = alerting;
  const id =
    route?.id ??
    idFor(
      draft.name,
      routes.map((one) => one.id),
    );
  const wanted = routeOfDraft(draft, id, route);
  const preview = useOperation(
    'previewAlerting',
    { routes: looked ? [looked] : [], rotas, maintenance },
    { when: looked !== undefined },
  );
  const isSame = looked !== undefined && JSON.stringify(looked) === JSON.stringify(wanted);
  const maySave = isSame && preview.value !== undefined;
  const send = (next: readonly AlertRouteView[]): void =>
    save.send({ basedOn: version, routes: [...next], rotas, maintenance });
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (!maySave) setLooked(wanted);
    else if (route) send(routes.map((one) => (one.id === route.id ? wanted : one)));
    else send([...routes, wanted]);
  };
  return (
    <Dialog title={route ? `Route: ${route.name}` : 'Add a route'} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        {route && <FileNote kind="route" id={route.id} />}
        <div className={form.fields}>
          <RouteFields draft={draft} onChange={setDraft} channels={channels} rotas={rotas} />
        </div>
        {isSame && <RoutePreview answer={preview} />}
        <DialogFault fault={save.fault} />
        <ButtonRow>
          <Button type="submit" look="filled" disabled={save.sending || (isSame && preview.asking)}>
            {maySave ? (save.sending ? 'Saving' : 'Save the route') : 'See what it would have told'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          {route && (
            <Button
              look="text"
              disabled={save.sending}
              onClick={() => send(routes.filter((one) => one.id !== route.id))}
            >
              Delete the route
            </Button>
          )}
        </ButtonRow>
      </DialogForm>
    </Dialog>
  );
}
