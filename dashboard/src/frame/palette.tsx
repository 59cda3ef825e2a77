import type { KeyboardEvent } from 'react';
import { useEffect, useId, useMemo, useState } from 'react';
import { Dialog } from '../components/dialog.tsx';
import {
  backtestPath,
  connectPath,
  drillsPath,
  incidentPath,
  mapPath,
  predictionPath,
  slosPath,
  tracePath,
} from '../paths.ts';
import { useGo } from '../url-state.ts';
import { useOperation } from '../use-operation.ts';
import { pages } from './navigation.ts';
import styles from './palette.module.css';
import type { PaletteEntry } from './palette-match.ts';
import { matchEntries } from './palette-match.ts';

const TRACE_ID = /^[0-9a-f]{32}$/i;

/** Goes anywhere by typing: pages, predictions, incidents, entities, or a pasted trace id. */
export function Palette({ onClose }: { onClose: () => void }) {
  const go = useGo();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const predictions = useOperation('listPredictions', { limit: 50 });
  const incidents = useOperation('listIncidents', { limit: 50 });
  const entities = useOperation('listEntities', {});
  const entries = useMemo<PaletteEntry[]>(
    () => [
      ...pages.map((page) => ({ id: page.id, kind: 'page', name: page.name, to: page.to })),
      { id: 'backtest', kind: 'page', name: 'Backtest over history', to: backtestPath },
      { id: 'drills', kind: 'page', name: 'Drills: faults made on purpose', to: drillsPath },
      { id: 'slos', kind: 'page', name: 'SLOs and error budgets', to: slosPath() },
      { id: 'connect', kind: 'page', name: 'Connect your cluster', to: connectPath },
      ...(predictions.value?.items ?? []).map((one) => ({
        id: one.id,
        kind: 'coming',
        name: one.headline,
        to: predictionPath(one.id),
      })),
      ...(incidents.value?.items ?? []).map((one) => ({
        id: one.id,
        kind: 'incident',
        name: one.title,
        to: incidentPath(one.id),
      })),
      ...(entities.value?.items ?? []).map((one) => ({
        id: one.id,
        kind: one.kind,
        name: one.name,
        to: `${mapPath}?entity=${encodeURIComponent(one.id)}`,
      })),
    ],
    [predictions.value, incidents.value, entities.value],
  );
  const trace = text.trim();
  const found = TRACE_ID.test(trace)
    ? [{ id: trace, kind: 'trace', name: trace, to: tracePath(trace.toLowerCase()) }]
    : matchEntries(entries, text);
  const chosen = Math.min(at, found.length - 1);

  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, chosen]);
  const open = (entry: PaletteEntry | undefined) => {
    if (!entry) return;
    onClose();
    go(entry.to);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(found.length - 1, chosen + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, chosen - 1));
    else if (event.key === 'Enter') open(found[chosen]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title="Search" onClose={onClose}>
      <input
        className={styles.input}
        role="combobox"
        aria-label="Page, prediction, incident, entity or trace id"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        autoComplete="off"
        placeholder="Page, prediction, incident, entity or trace id"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
      />
      <div className={styles.list} id={`${id}-list`} role="listbox" aria-label="Found">
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are read in the field above
          <div
            key={`${entry.kind} ${entry.id}`}
            id={`${id}-${index}`}
            className={styles.item}
            role="option"
            tabIndex={-1}
            aria-selected={index === chosen}
            onClick={() => open(entry)}
            onPointerMove={() => setAt(index)}
          >
            <span className={styles.kind}>{entry.kind}</span>
            <span>{entry.name}</span>
          </div>
        ))}
      </div>
      {found.length === 0 && <p className={styles.none}>Nothing here has all of these words.</p>}
    </Dialog>
  );
}
