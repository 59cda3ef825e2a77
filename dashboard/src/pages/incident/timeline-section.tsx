import type { Timestamp } from '@foreshock/model/time.ts';
import type { ActivityView, IncidentView } from '../../answer-shapes.ts';
import { EntityLanesChart } from '../../charts/entity-lanes-chart.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { Section } from '../../components/section.tsx';
import { readTime, readTimeOr } from '../../words/iso-words.ts';
import { shortName } from '../../words/name-words.ts';
import { clockWords } from '../../words/time-words.ts';
import { valueWords } from '../../words/value-words.ts';
import { incidentLanes } from './incident-lanes.ts';

interface TimelineSectionProps {
  readonly view: IncidentView;
  readonly line: IncidentLine;
  readonly activity: readonly ActivityView[];
  readonly now: Timestamp;
}

/** Kinds of activity that are messages to people. */
const told = /notif|sent|page|message/;

export function TimelineSection({ view, line, activity, now }: TimelineSectionProps) {
  const chart = incidentLanes({
    entities: view.entities,
    anomalies: view.anomalies.map((one) => ({
      id: one.id,
      entity: one.entity.name,
      onset: readTime(one.onset),
      end: readTimeOr(one.end),
      surprise: one.surprise,
      text: `${measureWords(one.measure)} ${one.direction === 'new' ? 'new' : valueWords(one.observed, one.unit)}`,
    })),
    changes: view.changes.map((one) => ({
      id: one.id,
      entity: one.entity.name,
      time: readTime(one.time),
      text: one.text,
    })),
    messages: activity
      .filter((one) => told.test(one.kind))
      .map((one) => ({ time: readTime(one.time), text: one.text })),
    startedAt: line.startedAt,
    endedAt: line.resolvedAt ?? now,
  });
  const inRange = (time: number) => time >= chart.range.from;
  const events = chart.lanes
    .flatMap((lane) => lane.events.map((event) => ({ lane, event })))
    .sort((a, b) => a.event.from - b.event.from);
  const first = events.find(({ event }) => inRange(event.from) && event.kind !== 'message');
  const finding = first
    ? `${first.lane.name} was first, ${clockWords(first.event.from)}; harm began at ${shortName(line.harmed[0] ?? 'an entity')}, ${clockWords(line.startedAt)}`
    : `Harm since ${clockWords(line.startedAt)}; nothing else was unusual`;
  return (
    <Section name="Timeline" note="a bar: unusual, taller is rarer; triangle: change; diamond: message sent">
      <ChartFigure
        finding={finding}
        note={
          chart.leftOut > 0
            ? `${chart.leftOut} more entities are involved less and not drawn.`
            : 'Vermilion is harm; ink is unusual and harmless by itself.'
        }
        twin={() => ({
          columns: [{ name: 'Time' }, { name: 'Until' }, { name: 'Entity' }, { name: 'What' }],
          rows: events.map(({ lane, event }) => [
            clockWords(event.from),
            event.to > event.from ? clockWords(event.to) : '',
            lane.name,
            event.text,
          ]),
        })}
      >
        <EntityLanesChart
          lanes={chart.lanes}
          arrows={[]}
          range={chart.range}
          now={line.resolvedAt ?? now}
          label={`Timeline by entity. ${finding}`}
        />
      </ChartFigure>
    </Section>
  );
}

function measureWords(measure: string): string {
  return /[ <]/.test(measure) ? 'log line' : (measure.split('.').at(-1) ?? measure).replaceAll('_', ' ');
}
