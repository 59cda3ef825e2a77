import type { TopologyView } from '../../answer-shapes.ts';
import type { TopologyNode } from '../../charts/topology-graph-chart.tsx';
import { Button } from '../../components/button.tsx';
import { IncidentMark, PredictionMark } from '../../components/marks.tsx';
import { failureWords } from '../../words/failure-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { numberWords, valueWords } from '../../words/value-words.ts';

export type NodeView = TopologyView['nodes'][number];

const bands = { low: 0.1, raised: 0.3, high: 0.6 } as const;

export function readNode(view: NodeView): TopologyNode {
  const look = view.incident ? 'harmed' : view.prediction ? 'coming' : view.state === 'silent' ? 'silent' : 'calm';
  const risk =
    (view.incident ? 10 : 0) +
    (view.prediction ? 1 + (view.prediction.probability ?? bands[view.prediction.band]) : 0) +
    Math.min(0.9, view.openAnomalies / 10);
  const said = [riskText(view), trafficText(view)].filter(Boolean);
  return {
    id: view.id,
    name: view.name,
    risk,
    look,
    mark:
      look === 'harmed' ? <IncidentMark look="open" /> : look === 'coming' ? <PredictionMark look="active" /> : null,
    figures: view.prediction || view.incident ? (riskText(view) ?? '') : shortTraffic(view) || view.kind,
    words: `${view.name}, ${view.kind}: ${said.join('; ') || 'nothing known'}`,
  };
}

export function riskText(view: NodeView): string | undefined {
  const { prediction } = view;
  const odds =
    prediction &&
    (prediction.display === 'percent' && prediction.probability !== null
      ? percentWords(prediction.probability)
      : prediction.display === 'band'
        ? prediction.band
        : '');
  const coming = prediction ? `${odds ? `${odds}: ` : ''}${failureWords(prediction.failure)}` : undefined;
  const parts = [
    view.incident ? 'incident open' : undefined,
    coming,
    view.state === 'silent' ? 'silent' : undefined,
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(', ') : undefined;
}

/** What fits into a node: the usual value only where it differs. */
function shortTraffic(view: NodeView): string {
  const slow = view.p95Ms !== null && view.usualP95Ms !== null && view.p95Ms > 1.5 * view.usualP95Ms;
  return slow ? trafficText(view) : trafficText({ ...view, usualP95Ms: null });
}

export function trafficText(view: NodeView): string {
  const rate = view.requestsPerSecond === null ? '' : `${numberWords(view.requestsPerSecond)}/s`;
  const failing = view.errorShare === null || view.errorShare < 0.005 ? '' : `${percentWords(view.errorShare)} fail`;
  const slow =
    view.p95Ms === null
      ? ''
      : `p95 ${valueWords(view.p95Ms, 'ms')}${view.usualP95Ms === null ? '' : ` (usual ${valueWords(view.usualP95Ms, 'ms')})`}`;
  return [rate, failing, slow].filter(Boolean).join(', ');
}

export function rowOf(view: NodeView, selected: boolean, onChoose: (id: string) => void) {
  return {
    id: view.id,
    selected,
    cells: [
      <Button key="open" look="text" onClick={() => onChoose(view.id)}>
        {shortName(view.name)}
      </Button>,
      view.kind,
      riskText(view) ?? '',
      view.requestsPerSecond === null ? '' : `${numberWords(view.requestsPerSecond)}/s`,
      view.errorShare === null ? '' : percentWords(view.errorShare),
      view.p95Ms === null
        ? ''
        : `${valueWords(view.p95Ms, 'ms')}${view.usualP95Ms === null ? '' : ` (usual ${valueWords(view.usualP95Ms, 'ms')})`}`,
      view.openAnomalies || '',
    ],
  };
}

/** The sentence of the page: how many are in trouble, and which is the worst. */
export function mapFinding(view: TopologyView): string {
  const services = view.nodes.filter((node) => node.kind === 'service' || node.kind === 'workload');
  const harmed = view.nodes.filter((node) => node.incident !== null);
  const coming = view.nodes.filter((node) => node.prediction !== null && node.incident === null);
  const names = (nodes: readonly NodeView[]) =>
    nodes
      .map((node) => shortName(node.name))
      .slice(0, 3)
      .join(', ')
      .replace(/, ([^,]*)$/, ' and $1');
  const parts = [
    harmed.length > 0 ? `${names(harmed)} ${harmed.length === 1 ? 'is' : 'are'} hurt` : '',
    coming.length > 0 ? `${names(coming)} may be next` : '',
  ].filter(Boolean);
  if (parts.length === 0) return `${countWords(services.length, 'service')}, none hurt and none called.`;
  return `${parts.join('; ')}; ${Math.max(0, view.nodes.length - harmed.length - coming.length)} more look usual.`;
}
