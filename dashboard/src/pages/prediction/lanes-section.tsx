import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { formatTime, HOUR, MINUTE, parseTime } from '@foreshock/model/time.ts';
import { useMemo } from 'react';
import type { PredictionView } from '../../answer-shapes.ts';
import { EvidenceLanesChart } from '../../charts/evidence-lanes-chart.tsx';
import { BrushFields } from '../../components/brush-fields.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import { PathLink } from '../../components/path-link.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { Section } from '../../components/section.tsx';
import { explorePath } from '../../paths.ts';
import { useUrlState } from '../../url-state.ts';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { shortName } from '../../words/name-words.ts';
import { clockWords } from '../../words/time-words.ts';
import styles from './prediction.module.css';
import { signalLanes } from './signal-lanes.ts';

interface LanesSectionProps {
  readonly view: PredictionView;
  readonly line: PredictionLine;
  readonly facts: readonly EvidenceLine[];
  readonly now: Timestamp;
}

/** Metrics, logs, traces, events and changes on one axis under one brush, which the address keeps. */
export function LanesSection({ view, line, facts, now }: LanesSectionProps) {
  const { search, change } = useUrlState();
  const end = line.closedAt ?? now;
  const first = Math.min(end - HOUR, ...facts.map((fact) => fact.sparkline?.from ?? fact.onset));
  const range: TimeRange = {
    from: Math.max(first, end - 6 * HOUR),
    to: end + (line.outcome === 'pending' ? 15 * MINUTE : 0),
  };
  // Whole minutes, so that a ticking clock does not ask anew each second.
  const asked = {
    from: formatTime(Math.floor(range.from / MINUTE) * MINUTE),
    to: formatTime(Math.ceil(end / (5 * MINUTE)) * 5 * MINUTE),
  };
  const requests = useOperation(
    'queryRequests',
    { ...asked, entity: view.entity.id, step: 'PT1M' },
    { keepPrevious: true },
  );
  const changes = useOperation('listChanges', asked, { keepPrevious: true });
  const anomalies = useOperation(
    'listAnomalies',
    { ...asked, entity: view.entity.id, limit: 200 },
    { keepPrevious: true },
  );
  const lanes = useMemo(
    () =>
      signalLanes({
        facts,
        until: end,
        requests: requests.value,
        changes: (changes.value?.items ?? []).map((one) => ({
          time: readTime(one.time),
          text: `${shortName(one.entity.name)} ${one.text}`,
        })),
        events: (anomalies.value?.items ?? [])
          .filter((one) => one.signal === 'events')
          .map((one) => ({ time: readTime(one.onset), text: one.measure })),
      }),
    [facts, end, requests.value, changes.value, anomalies.value],
  );
  const brush = readBrush(search.brush, range);
  const setBrush = (part: TimeRange | undefined) =>
    change({ brush: part && `${formatTime(part.from)}..${formatTime(part.to)}` });
  const span = brush ?? { from: range.from, to: end };
  const query = { from: formatTime(span.from), to: formatTime(span.to) };
  const unusual = lanes.flatMap((lane) => lane.ribbon.map((part) => part.range.from));
  const finding =
    unusual.length === 0
      ? 'Nothing stands out in these signals'
      : `Unusual since ${clockWords(Math.min(...unusual))} in ${lanes.filter((lane) => lane.ribbon.length > 0).length} of ${lanes.length} signals`;
  return (
    <Section name="Lanes" note="one brush over all; drag, or type its ends">
      <ChartFigure
        finding={finding}
        twin={() => ({
          columns: [
            { name: 'Signal' },
            { name: 'Measure' },
            { name: 'Unusual since' },
            { name: 'Latest', figure: true },
          ],
          rows: lanes.map((lane) => [
            lane.group,
            lane.name,
            lane.ribbon[0] ? clockWords(lane.ribbon[0].range.from) : '',
            lane.latest,
          ]),
        })}
      >
        <div className={styles.brush}>
          <BrushFields range={span} chosen={brush !== undefined} onChoose={setBrush} />
          <PathLink to={explorePath('logs', { ...query, q: `entity=${view.entity.id}` })}>logs of this span</PathLink>
          <PathLink to={explorePath('traces', { ...query, entity: view.entity.id })}>traces</PathLink>
          <PathLink to={explorePath('metrics', { ...query, entity: view.entity.id })}>metrics</PathLink>
        </div>
        <EvidenceLanesChart
          lanes={lanes}
          range={range}
          now={end}
          brush={brush}
          onBrush={setBrush}
          label={`Signals on one time axis. ${finding}`}
        />
      </ChartFigure>
    </Section>
  );
}

function readBrush(text: string | undefined, range: TimeRange): TimeRange | undefined {
  const [from, to] = (text ?? '').split('..').map((part) => parseTime(part));
  return from !== undefined && to !== undefined && from < to && to > range.from && from < range.to
    ? { from, to }
    : undefined;
}
