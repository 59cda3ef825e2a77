import type { Timestamp } from '@foreshock/model/time.ts';
import { HOUR } from '@foreshock/model/time.ts';
import { useMemo } from 'react';
import type { ChangeView } from '../../answer-shapes.ts';
import { DrumChart } from '../../charts/drum-chart.tsx';
import { PlainTimelineChart } from '../../charts/plain-timeline-chart.tsx';
import { localOffset } from '../../charts/time-scale.ts';
import type { TimelineMark, UnusualMinutes } from '../../charts/timeline-mark.ts';
import { TimelineSymbol } from '../../charts/timeline-symbol.tsx';
import { comingSpan } from '../../coming-span.ts';
import { ChartFigure } from '../../components/chart-figure.tsx';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { isOpen } from '../../components/incident-rows.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { Segments } from '../../components/segments.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useGo, useUrlState } from '../../url-state.ts';
import { useKeys } from '../../use-keys.ts';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { momentWords } from '../../words/time-words.ts';
import { dayFinding, dayMarks } from './day-marks.ts';
import styles from './overview.module.css';

const PAST_HOURS = 24;
const FUTURE_HOURS = 4;

interface DaySectionProps {
  readonly coming: readonly PredictionLine[];
  readonly closed: readonly PredictionLine[];
  readonly incidents: readonly IncidentLine[];
  readonly now: Timestamp;
}

/** The last day and the hours to come: as a drum, or as a plain timeline one key away. The address keeps which. */
export function DaySection({ coming, closed, incidents, now }: DaySectionProps) {
  const minutes = useOperation('listUnusualMinutes', { last: 'P1D' });
  const changes = useOperation('listChanges', { last: 'P1D' });
  const { search, change } = useUrlState();
  const plain = search.day === 'plain';
  const choose = (id: string) => change({ day: id === 'plain' ? 'plain' : undefined });
  useKeys({ t: () => choose(plain ? 'drum' : 'plain') });
  const marks = useMemo(
    () =>
      dayMarks({
        changes: (changes.value?.items ?? []).map(readChange),
        incidents,
        coming,
        closed,
        now,
        hours: PAST_HOURS,
      }),
    [changes.value, incidents, coming, closed, now],
  );
  return (
    <section className={styles.drum} aria-label="The last day">
      <Panel answer={minutes} what="The last day" doing="Reading 24 h of minutes" shape="chart">
        {(value) => {
          const unusual: UnusualMinutes = {
            from: readTime(value.from),
            up: value.up.map((one) => one ?? undefined),
            down: value.down.map((one) => one ?? undefined),
            silent: value.silent,
          };
          const known = unusual.up.filter((up, i) => up !== undefined && !unusual.silent[i]).length;
          const finding = dayFinding(incidents, now, Math.min(1, known / (PAST_HOURS * 60)));
          const shared = {
            now,
            minutes: unusual,
            harm: incidents.map((line) => ({
              id: line.id,
              range: { from: line.startedAt, to: line.resolvedAt ?? now },
              open: isOpen(line),
            })),
            coming: coming.filter(isDrawn).map(comingSpan),
            marks,
          };
          return (
            <ChartFigure
              finding={finding}
              twin={() => twinOf(marks, now)}
              tools={
                <Segments
                  label="How the day is drawn"
                  segments={[
                    { id: 'drum', name: 'Drum' },
                    { id: 'plain', name: 'Timeline' },
                  ]}
                  chosen={plain ? 'plain' : 'drum'}
                  onChoose={choose}
                  small
                />
              }
            >
              <DayChart plain={plain} shared={shared} finding={finding} />
            </ChartFigure>
          );
        }}
      </Panel>
    </section>
  );
}

/** What is frozen, not known or a date has no place on the axis of the next hours. */
function isDrawn(line: PredictionLine): boolean {
  return line.state !== 'frozen' && (line.odds.display === 'percent' || line.odds.display === 'band');
}

interface Shared {
  readonly now: Timestamp;
  readonly minutes: UnusualMinutes;
  readonly harm: Parameters<typeof DrumChart>[0]['harm'];
  readonly coming: Parameters<typeof DrumChart>[0]['coming'];
  readonly marks: readonly TimelineMark[];
}

function DayChart({ plain, shared, finding }: { plain: boolean; shared: Shared; finding: string }) {
  const go = useGo();
  const { now } = shared;
  if (plain) {
    return (
      <>
        <PlainTimelineChart
          {...shared}
          range={{ from: now - PAST_HOURS * HOUR, to: now + FUTURE_HOURS * HOUR }}
          label={`Timeline of the last day and the next ${FUTURE_HOURS} hours. ${finding}`}
        />
        <p className={styles.key}>
          Height is surprise, the most unusual minute of each bar. Solid: an incident that is over; vermilion: open.
          Right of now, ink is where the odds fall; dots are a rank without odds.
        </p>
      </>
    );
  }
  return (
    <>
      <DrumChart
        {...shared}
        pastHours={PAST_HOURS}
        futureHours={FUTURE_HOURS}
        offset={localOffset(now)}
        label={`Drum record: one line an hour for the last day, and the odds of the next ${FUTURE_HOURS} hours. ${finding}`}
        onOpen={go}
      />
      <p className={styles.key}>
        One line an hour. A swing of the pen is a minute: up, more than usual; down, less; height is surprise. Heavy: an
        incident that is over; vermilion: open; hatched: no data. From now on, ink is where the odds fall; dots are a
        rank without odds.
      </p>
      <ol className={styles.log}>
        {shared.marks.map((mark) => (
          <li key={mark.id}>
            <svg width={14} height={14} viewBox="-7 -7 14 14" aria-hidden="true">
              <TimelineSymbol kind={mark.kind} />
            </svg>
            <TimeText at={mark.time} now={now} />
            {mark.to ? <PathLink to={mark.to}>{mark.text}</PathLink> : <span>{mark.text}</span>}
          </li>
        ))}
      </ol>
    </>
  );
}

function readChange(view: ChangeView) {
  return { id: view.id, time: readTime(view.time), entity: view.entity.name, text: view.text };
}

function twinOf(marks: readonly TimelineMark[], now: Timestamp) {
  return {
    columns: [{ name: 'Time' }, { name: 'What' }],
    rows: marks.map((mark) => [momentWords(mark.time, now), mark.text]),
  };
}
