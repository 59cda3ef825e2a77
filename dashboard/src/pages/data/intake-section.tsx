import type { DataUsageView } from '../../answer-shapes.ts';
import { IntakeChart } from '../../charts/intake-chart.tsx';
import { ButtonLink } from '../../components/button.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import content from '../../components/content.module.css';
import { EmptyState } from '../../components/empty-state.tsx';
import { Section } from '../../components/section.tsx';
import { connectPath } from '../../paths.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { momentWords } from '../../words/time-words.ts';
import { shortNumberWords, valueWords } from '../../words/value-words.ts';
import styles from './data.module.css';
import { recordWords, shareWords } from './noise-words.ts';
import type { DataRange } from './use-data-range.ts';

export function IntakeSection({ usage, range }: { usage: DataUsageView; range: DataRange }) {
  const shown = { from: readTime(usage.from), to: readTime(usage.to) };
  const step = readDuration(usage.step);
  const arrived = usage.signals.filter((one) => one.received.records > 0);
  const silent = usage.signals.filter((one) => one.received.records === 0);
  return (
    <Section name="Came in" note="by signal; solid is what is not stored">
      {arrived.length === 0 ? (
        <EmptyState title="Nothing came in during this range" text="Choose a longer range, or connect a sender.">
          <ButtonLink to={connectPath}>Connect your cluster</ButtonLink>
        </EmptyState>
      ) : (
        <div className={content.stack}>
          <div className={styles.charts}>
            {arrived.map((one) => {
              const finding = `${shortNumberWords(one.received.records)} ${recordWords[one.signal]}, ${shareWords(one.notStored.records, one.received.records)} not stored`;
              return (
                <ChartFigure
                  key={one.signal}
                  finding={finding}
                  note={`${valueWords(one.received.bytes, 'By')} of ${one.signal}`}
                  twin={() => ({
                    columns: [
                      { name: 'Time' },
                      { name: 'Came in', figure: true },
                      { name: 'Not stored', figure: true },
                    ],
                    rows: one.steps.map((each, index) => [
                      momentWords(shown.from + index * step, range.now),
                      each.records.toLocaleString('en'),
                      each.notStored.toLocaleString('en'),
                    ]),
                  })}
                >
                  <IntakeChart
                    steps={one.steps.map(({ records, notStored }) => ({ received: records, notStored }))}
                    range={shown}
                    step={step}
                    now={range.now}
                    label={`${one.signal} over time. ${finding}`}
                    onRange={range.narrow}
                  />
                </ChartFigure>
              );
            })}
          </div>
          {silent.length > 0 && (
            <p className={content.note}>No {silent.map(({ signal }) => signal).join(' and no ')} in this range.</p>
          )}
        </div>
      )}
    </Section>
  );
}
