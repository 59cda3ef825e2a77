import type { Timestamp } from '@foreshock/model/time.ts';
import type { EvidenceLane, LaneGroup } from '../../charts/evidence-lanes-geometry.ts';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { numberWords, valueWords } from '../../words/value-words.ts';

interface Moment {
  readonly time: Timestamp;
  readonly text: string;
}

export interface SignalLanesOptions {
  readonly facts: readonly EvidenceLine[];
  /** Values after it belong to minutes that are not over. */
  readonly until: Timestamp;
  readonly requests:
    | {
        readonly from: string;
        readonly step: string;
        readonly items: readonly {
          readonly requestsPerSecond: readonly (number | null)[];
          readonly p95Ms: readonly (number | null)[];
        }[];
      }
    | undefined;
  readonly changes: readonly Moment[];
  readonly events: readonly Moment[];
}

const groupOf: Readonly<Record<EvidenceLine['kind'], LaneGroup | undefined>> = {
  metric: 'metrics',
  forecast: 'metrics',
  log: 'logs',
  trace: 'traces',
  event: undefined,
  change: undefined,
};
const order: readonly LaneGroup[] = ['metrics', 'logs', 'traces', 'events', 'changes'];

/** A lane for each fact with a course, the requests of the entity, and one lane each for events and changes. */
export function signalLanes({ facts, until, requests, changes, events }: SignalLanesOptions): readonly EvidenceLane[] {
  const ofFacts = facts.flatMap((fact): EvidenceLane[] => {
    const group = groupOf[fact.kind];
    if (!group || !fact.sparkline) return [];
    return [
      {
        id: fact.id,
        group,
        name: fact.kind === 'log' ? fact.measure : fact.measure.split('.').slice(-2).join(' ').replaceAll('_', ' '),
        note: fact.kind === 'log' ? 'lines a minute' : fact.unit.replace(/[{}]/g, '') || 'value',
        number: fact.number,
        course: fact.sparkline,
        marks: [],
        ribbon:
          fact.surprise >= 2
            ? [{ range: { from: fact.onset, to: Math.max(fact.to, fact.onset) }, surprise: fact.surprise }]
            : [],
        latest: latestText(fact),
      },
    ];
  });
  const [all] = requests?.items ?? [];
  const traffic: EvidenceLane[] =
    requests && all
      ? [
          lane(
            'requests',
            'traces',
            'Requests',
            'a second',
            all.requestsPerSecond,
            requests,
            until,
            (value) => `${numberWords(value)}/s`,
          ),
          lane('p95', 'traces', 'Response p95', 'time', all.p95Ms, requests, until, (value) => valueWords(value, 'ms')),
        ]
      : [];
  const moments = (id: LaneGroup, name: string, note: string, marks: readonly Moment[]): EvidenceLane[] =>
    marks.length === 0
      ? []
      : [{ id, group: id, name, note, number: 0, course: undefined, marks, ribbon: [], latest: '' }];
  return [
    ...ofFacts,
    ...traffic,
    ...moments('events', 'Events', 'Kubernetes', events),
    ...moments('changes', 'Changes', 'all entities', changes),
  ].sort((a, b) => order.indexOf(a.group) - order.indexOf(b.group));
}

function lane(
  id: string,
  group: LaneGroup,
  name: string,
  note: string,
  values: readonly (number | null)[],
  source: { readonly from: string; readonly step: string },
  until: Timestamp,
  words: (value: number) => string,
): EvidenceLane {
  const [from, step] = [readTime(source.from), readDuration(source.step)];
  const course = {
    from,
    step,
    values: values.slice(0, Math.max(0, Math.ceil((until - from) / step))).map((value) => value ?? undefined),
  };
  const last = course.values.findLast((value) => value !== undefined);
  return {
    id,
    group,
    name,
    note,
    number: 0,
    course,
    marks: [],
    ribbon: [],
    latest: last === undefined ? '' : words(last),
  };
}

function latestText(fact: EvidenceLine): string {
  if (fact.observed === undefined) return '';
  const usual = fact.expected === undefined ? '' : `, usual ${numberWords(fact.expected)}`;
  return `${valueWords(fact.observed, fact.unit)}${usual}`;
}
