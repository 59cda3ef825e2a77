import type { Timestamp } from '@foreshock/model/time.ts';
import { Ban } from 'lucide-react';
import { EntityLanesChart } from '../../charts/entity-lanes-chart.tsx';
import type { CauseSaying } from '../../components/cause-buttons.tsx';
import { CauseButtons } from '../../components/cause-buttons.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import type { HypothesisLine } from '../../components/hypothesis-line.ts';
import { isOut } from '../../components/hypothesis-line.ts';
import { HypothesisTable } from '../../components/hypothesis-table.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { Section } from '../../components/section.tsx';
import { clockWords } from '../../words/time-words.ts';
import { causeLanes } from './cause-lanes.ts';
import styles from './prediction.module.css';

interface CausesSectionProps {
  readonly line: PredictionLine;
  readonly hypotheses: readonly HypothesisLine[];
  readonly facts: readonly EvidenceLine[];
  readonly impact: string | undefined;
  readonly now: Timestamp;
  readonly saying: CauseSaying;
}

/** The way from the likely cause to the harm on one axis of time, the other candidates, and what was ruled out. */
export function CausesSection({ line, hypotheses, facts, impact, now, saying }: CausesSectionProps) {
  const leading = hypotheses.find((one) => one.state === 'leading' || one.state === 'confirmed');
  const others = hypotheses.filter((one) => !isOut(one) && one !== leading);
  const out = hypotheses.filter(isOut);
  return (
    <Section name="Causes" note="left to right is time">
      {leading ? (
        <>
          <CauseChain line={line} leading={leading} facts={facts} impact={impact} now={now} />
          <HypothesisTable lines={[leading, ...others]} saying={saying} />
        </>
      ) : (
        <p className={styles.finding}>
          No confident cause{others.length > 0 ? `; ${others.length} to look at` : ' yet'}
        </p>
      )}
      {!leading && others.length > 0 && <HypothesisTable lines={others} saying={saying} />}
      {out.length > 0 && (
        <div className={styles.ruled}>
          <h3>Ruled out, kept for you to judge</h3>
          <ul>
            {out.map((one) => (
              <li key={one.id}>
                <Ban size={14} strokeWidth={1.75} aria-label="ruled out" />
                <span>
                  <s>{one.sentence}</s> {one.reason}
                  <CauseButtons line={one} saying={saying} />
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

interface CauseChainProps extends Omit<CausesSectionProps, 'hypotheses' | 'saying'> {
  readonly leading: HypothesisLine;
}

function CauseChain({ line, leading, facts, impact, now }: CauseChainProps) {
  const chain = causeLanes(line, leading, facts, now);
  const events = chain.lanes
    .flatMap((lane) => lane.events.map((event) => ({ lane, event })))
    .sort((a, b) => a.event.from - b.event.from);
  return (
    <ChartFigure
      finding={leading.sentence}
      note={`${leading.confidence.charAt(0).toUpperCase()}${leading.confidence.slice(1)} confidence. Solid arrows were seen, dashed ones are expected.${impact ? ` If it comes: ${impact}.` : ''}`}
      twin={() => ({
        columns: [{ name: 'Time' }, { name: 'Entity' }, { name: 'What' }],
        rows: events.map(({ lane, event }) => [clockWords(event.from), lane.name, event.text]),
      })}
    >
      <EntityLanesChart
        {...chain}
        now={now}
        label={`Cause chain on a time axis: ${events.map(({ lane, event }) => `${lane.name} ${event.text} at ${clockWords(event.from)}`).join(', ')}`}
        future="if it comes"
      />
    </ChartFigure>
  );
}
