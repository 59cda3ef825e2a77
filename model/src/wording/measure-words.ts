import type { Precedes } from '../evidence.ts';
import { precursorWords } from './precursor-words.ts';
import { formatNumber, formatQuantity } from './quantity.ts';
import { recurrenceWords } from './recurrence-words.ts';

/** What measures are called for people; anything else keeps its own name. */
const MEASURES: Readonly<Record<string, string>> = {
  'db.client.connection.count': 'used connections',
  'db.client.connections.usage': 'used connections',
  'db.client.connection.pending_requests': 'requests waiting for a connection',
  'db.client.connection.timeouts': 'time-outs while waiting for a connection',
  'container.memory.working_set': 'memory in use',
  'container.memory.usage': 'memory in use',
  'k8s.pod.memory.working_set': 'memory in use',
  'k8s.volume.available': 'disk used',
  'k8s.volume.used': 'disk used',
  'system.filesystem.usage': 'disk used',
  'system.filesystem.utilization': 'disk used',
  'container.cpu.usage': 'CPU in use',
  'k8s.pod.cpu.usage': 'CPU in use',
  'k8s.node.cpu.usage': 'CPU in use',
  'http.server.request.duration': 'response time',
  'k8s.container.restarts': 'restarts',
  'tls.certificate.not_after': 'certificate',
};

export function measureWords(measure: string): string {
  return MEASURES[measure] ?? measure;
}

/** A value of the measure; the unit is left out where the measure's words say it: `used connections 93`. */
export function formatMeasured(measure: string, value: number | undefined, unit: string): string {
  const counted = /^\{(.+)\}$/.exec(unit)?.[1];
  const isSaid = counted !== undefined && measureWords(measure).includes(counted);
  return isSaid && value !== undefined && Number.isFinite(value) ? formatNumber(value) : formatQuantity(value, unit);
}

export interface Fact {
  readonly kind: 'metric' | 'log' | 'trace' | 'event' | 'change' | 'forecast';
  readonly measure: string;
  readonly observed: number | undefined;
  readonly expected: number | undefined;
  readonly unit: string;
  readonly direction: 'up' | 'down' | 'new' | 'gone' | 'none';
  readonly precedes?: Precedes;
}

/** One fact in plain words with its number and what is usual. No full stop. */
export function describeFact(fact: Fact): string {
  if (fact.precedes) return precursorWords(signWords(fact), fact.precedes);
  const quantity = (value: number | undefined): string => formatMeasured(fact.measure, value, fact.unit);
  const seen = quantity(fact.observed);
  const usual = fact.expected === undefined ? '' : ` (usual ${quantity(fact.expected)})`;
  switch (fact.kind) {
    case 'event':
      return `Kubernetes reports ${fact.measure}`;
    case 'change':
      return fact.measure;
    case 'forecast':
      return (
        recurrenceWords(fact.measure, fact.observed) ??
        `${capital(measureWords(fact.measure))}: heading for the limit, now ${seen}${usual}`
      );
    case 'log':
      if (fact.direction === 'new') return `New line "${fact.measure}"`;
      if (fact.direction === 'gone') return `The line "${fact.measure}" is no longer written${usual}`;
      return `${seen} lines "${fact.measure}"${usual}`;
    case 'trace':
    case 'metric': {
      const name = capital(measureWords(fact.measure));
      if (fact.direction === 'gone') return `${name}: no longer reported`;
      if (fact.direction === 'none') return `${name}: steady at ${seen}${usual}`;
      return `${name} ${fact.direction === 'up' ? 'rose to' : 'fell to'} ${seen}${usual}`;
    }
  }
}

function signWords({ kind, measure }: Fact): string {
  if (kind === 'log') return `The line "${measure}"`;
  if (kind === 'event') return `${measure} from Kubernetes`;
  return `An unusual ${measureWords(measure)}`;
}

function capital(text: string): string {
  return text.includes('.') || text.includes('/') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
