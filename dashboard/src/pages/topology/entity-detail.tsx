import type { TopologyView } from '../../answer-shapes.ts';
import { ButtonLink } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { explorePath, incidentPath, predictionPath, slosPath } from '../../paths.ts';
import { percentWords } from '../../words/odds-words.ts';
import { numberWords, valueWords } from '../../words/value-words.ts';
import type { NodeView } from './map-node.tsx';
import { riskText, trafficText } from './map-node.tsx';
import styles from './topology.module.css';

interface EntityDetailProps {
  readonly node: NodeView;
  readonly edges: TopologyView['edges'];
  readonly nameOf: (id: string) => string;
}

const verbs = {
  calls: ['calls', 'called by'],
  'runs-on': ['runs on', 'runs'],
  mounts: ['mounts', 'mounted by'],
} as const;

export function EntityDetail({ node, edges, nameOf }: EntityDetailProps) {
  const near = edges.filter((edge) => edge.from === node.id || edge.to === node.id);
  return (
    <section className={styles.detail} aria-label={node.name}>
      <h2>{node.name}</h2>
      <p className={styles.note}>
        {[
          node.kind,
          node.version && `version ${node.version}`,
          node.namespace && `namespace ${node.namespace}`,
          node.state,
          riskText(node),
          trafficText(node),
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      <div className={styles.links}>
        {node.incident && <ButtonLink to={incidentPath(node.incident)}>Open incident</ButtonLink>}
        {node.prediction && <ButtonLink to={predictionPath(node.prediction.id)}>Open prediction</ButtonLink>}
        <ButtonLink to={explorePath('logs', { q: `entity=${node.id}` })}>Logs</ButtonLink>
        <ButtonLink to={explorePath('traces', { entity: node.id })}>Traces</ButtonLink>
        <ButtonLink to={explorePath('metrics', { entity: node.id })}>Metrics</ButtonLink>
        {(node.kind === 'service' || node.kind === 'workload') && <ButtonLink to={slosPath(node.id)}>SLOs</ButtonLink>}
      </div>
      {near.length > 0 && (
        <DataTable
          caption={`Edges of ${node.name}`}
          columns={[
            { name: 'How' },
            { name: 'Who' },
            { name: 'Requests', figure: true },
            { name: 'Fail', figure: true },
            { name: 'p95', figure: true },
          ]}
          rows={near.map((edge) => {
            const out = edge.from === node.id;
            const calls = edge.kind === 'calls';
            return {
              id: `${edge.from} ${edge.to} ${edge.kind}`,
              cells: [
                verbs[edge.kind][out ? 0 : 1],
                nameOf(out ? edge.to : edge.from),
                calls ? `${numberWords(edge.requestsPerSecond)}/s` : '',
                calls ? percentWords(edge.errorShare) : '',
                calls ? valueWords(edge.p95Ms, 'ms') : '',
              ],
            };
          })}
        />
      )}
    </section>
  );
}
