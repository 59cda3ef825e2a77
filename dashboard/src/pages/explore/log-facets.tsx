import { Panel } from '../../components/panel.tsx';
import { useOperation } from '../../use-operation.ts';
import { percentWords } from '../../words/odds-words.ts';
import styles from './explore.module.css';
import type { LogSelection } from './log-selection.ts';

/** The fields that nearly every cluster has. */
const fields = [
  { field: 'service', name: 'service' },
  { field: 'severity', name: 'level' },
  { field: 'resource.service.version', name: 'version' },
  { field: 'resource.k8s.pod.name', name: 'pod' },
  { field: 'resource.k8s.node.name', name: 'node' },
] as const;

interface LogFacetsProps {
  readonly selection: LogSelection;
  readonly onFilter: (field: string, value: string) => void;
}

export function LogFacets({ selection, onFilter }: LogFacetsProps) {
  return (
    <div className={styles.facets}>
      {fields.map((field) => (
        <Facet key={field.field} {...field} selection={selection} onFilter={onFilter} />
      ))}
    </div>
  );
}

function Facet({ field, name, selection, onFilter }: LogFacetsProps & { field: string; name: string }) {
  const answer = useOperation('listTopValues', { ...selection, field, limit: 5 }, { keepPrevious: true });
  return (
    <section className={styles.facet}>
      <h2>{name}</h2>
      <Panel answer={answer} what={name} doing={`Counting ${name}`}>
        {({ items }) => {
          const total = Math.max(
            1,
            items.reduce((sum, item) => sum + item.count, 0),
          );
          if (items.length === 0) return <p className={styles.note}>not reported</p>;
          return items.map((item) => (
            <button
              key={item.value}
              type="button"
              className={styles.value}
              title={`only ${name} ${item.label}`}
              onClick={() => onFilter(field, item.value)}
            >
              <span>{item.label}</span>
              <span>{percentWords(item.count / total)}</span>
              <svg width="100%" height={5} aria-hidden="true">
                <rect width={`${(item.count / total) * 100}%`} height={4} fill="var(--ink-2)" />
              </svg>
            </button>
          ));
        }}
      </Panel>
    </section>
  );
}
