import type { TemplateView } from '../../answer-shapes.ts';
import { SparklineChart } from '../../charts/sparkline-chart.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TemplateMark } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useOperation } from '../../use-operation.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { shortName } from '../../words/name-words.ts';
import styles from './explore.module.css';
import { MergedTemplates } from './merged-templates.tsx';
import { TemplateText } from './template-text.tsx';
import type { ExploreRange } from './use-explore-range.ts';

interface LogTemplatesProps {
  readonly range: ExploreRange;
  readonly entity: string | undefined;
  readonly onChoose: (id: string) => void;
}

/** A course is asked for each row in view at first; more would be a storm of questions. */
const WITH_COURSE = 30;

export function LogTemplates({ range, entity, onChoose }: LogTemplatesProps) {
  const answer = useOperation(
    'listTemplates',
    { ...range.input, ...(entity && { entity }), limit: 100 },
    { keepPrevious: true },
  );
  return (
    <Panel answer={answer} what="The templates" doing="Reading log templates" shape="rows">
      {({ items }) =>
        items.length === 0 ? (
          <EmptyState
            title="No template in this range"
            text="Like lines are gathered under one template within a minute of their arrival."
          />
        ) : (
          <>
            <MergedTemplates now={range.now} onChoose={onChoose} />
            <p className={styles.note}>
              New ones first. {entity ? '' : 'All entities: the words of the query do not narrow templates. '}Choose one
              to see its lines.
            </p>
            {items.map((item, i) => (
              <Template
                key={`${item.id} ${item.entity.id}`}
                item={item}
                range={range}
                withCourse={i < WITH_COURSE}
                onChoose={onChoose}
              />
            ))}
          </>
        )
      }
    </Panel>
  );
}

interface TemplateProps {
  readonly item: TemplateView;
  readonly range: ExploreRange;
  readonly withCourse: boolean;
  readonly onChoose: (id: string) => void;
}

function Template({ item, range, withCourse, onChoose }: TemplateProps) {
  const counts = useOperation('countTemplate', { id: item.id, ...range.input }, { when: withCourse });
  return (
    <button type="button" className={styles.template} onClick={() => onChoose(item.id)}>
      <span>
        <TemplateMark state={item.state} /> {item.state === 'known' ? 'known' : <b>{item.state}</b>}
        {item.state !== 'known' && (
          <span className={styles.note}>
            <br />
            since <TimeText at={readTime(item.state === 'new' ? item.firstSeen : item.lastSeen)} now={range.now} />
          </span>
        )}
      </span>
      <span>
        <TemplateText text={item.text} /> <span className={styles.note}>{shortName(item.entity.name)}</span>
      </span>
      <span>
        {counts.value && (
          <SparklineChart
            sparkline={{
              from: readTime(counts.value.from),
              step: readDuration(counts.value.step),
              values: counts.value.values,
            }}
            label={`lines over time, ${item.count} in all`}
          />
        )}
      </span>
      <span className={styles.figure}>{item.count.toLocaleString('en')}</span>
    </button>
  );
}
