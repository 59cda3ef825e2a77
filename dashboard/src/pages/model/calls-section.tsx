import type { Timestamp } from '@foreshock/model/time.ts';
import type { StatusView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { Segments } from '../../components/segments.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { modelCallPath, subjectPath } from '../../paths.ts';
import { useUrlState } from '../../url-state.ts';
import { type ItemOf, useOperationPages } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { valueWords } from '../../words/value-words.ts';
import {
  maskedWords,
  moneyWords,
  outcomeFilters,
  outcomeWords,
  taskWords,
  tokenWords,
  verdictWords,
} from './model-words.ts';

type Call = ItemOf<'listModelCalls'>;

interface CallsSectionProps {
  readonly role: StatusView['user']['role'];
  readonly now: Timestamp;
  readonly configured: boolean | undefined;
}

/** Newest first; for those who may see sentences that no check let pass. */
export function CallsSection({ role, now, configured }: CallsSectionProps) {
  const mayRead = role === 'editor' || role === 'admin';
  return (
    <Section name="Questions" note="newest first">
      {mayRead ? (
        <Calls now={now} configured={configured} />
      ) : (
        <p className={content.note}>
          The list shows sentences that were found to be wrong, so it needs the role editor; you have {role}. An admin
          can give it to you.
        </p>
      )}
    </Section>
  );
}

function Calls({ now, configured }: Omit<CallsSectionProps, 'role'>) {
  const { search, change } = useUrlState();
  const filter = outcomeFilters.find(({ id }) => id === search.outcome) ?? outcomeFilters[0];
  const calls = useOperationPages('listModelCalls', {
    limit: 50,
    ...(filter.id !== 'all' && { outcome: filter.id }),
    ...(search.incident && { incident: search.incident }),
  });
  return (
    <div className={content.stack}>
      <div>
        <Segments
          label="Outcome"
          segments={outcomeFilters}
          chosen={filter.id}
          onChoose={(id) => change({ outcome: id === 'all' ? undefined : id }, 'step')}
        />
      </div>
      {search.incident && (
        <p className={content.note}>
          Of one incident.{' '}
          <Button look="text" onClick={() => change({ incident: undefined }, 'step')}>
            Show all
          </Button>
        </p>
      )}
      <Panel answer={calls} what="The questions" doing="Reading the questions" shape="rows">
        {(items) =>
          items.length === 0 ? (
            <EmptyState
              title={filter.id === 'all' ? 'Nothing has left' : 'None of these'}
              text={
                configured
                  ? 'A question leaves when an incident with evidence goes on, and for what else a model is asked. It is listed here the moment it is answered.'
                  : 'No language model is configured.'
              }
            />
          ) : (
            <>
              <DataTable
                caption="Questions to the language model"
                columns={[
                  { name: 'When' },
                  { name: 'For' },
                  { name: 'Came of it' },
                  { name: 'Model' },
                  { name: 'Tokens', figure: true },
                  { name: 'Cost', figure: true },
                  { name: 'Took', figure: true },
                  { name: 'Masked', figure: true },
                ]}
                rows={items.map((call) => ({ id: call.id, cells: cellsOf(call, now) }))}
              />
              {calls.more && (
                <div>
                  <Button onClick={calls.more}>Show older ones</Button>
                </div>
              )}
            </>
          )
        }
      </Panel>
    </div>
  );
}

function cellsOf(call: Call, now: Timestamp) {
  const about = [call.task, ...(call.isRepair ? ['asked again'] : []), ...(call.shadow ? ['in shadow'] : [])];
  return [
    <PathLink key="when" to={modelCallPath(call.id)}>
      <TimeText at={readTime(call.time)} now={now} />
    </PathLink>,
    <div key="for" className={content.what}>
      {call.incident === '' ? (
        <span>{taskWords(call.task)}</span>
      ) : (
        <PathLink to={subjectPath(call.incident)}>{call.incidentTitle ?? call.incident}</PathLink>
      )}
      <span>{about.join(', ')}</span>
    </div>,
    <div key="came" className={content.what}>
      <b>{outcomeWords(call)}</b>
      <span>{verdictWords(call)}</span>
    </div>,
    call.model,
    call.attempts === 0 ? 'none' : tokenWords(call),
    call.attempts === 0 ? 'none' : call.cost === null ? 'not known' : moneyWords(call.cost),
    call.attempts === 0 ? 'none' : valueWords(call.tookMs, 'ms'),
    call.attempts === 0 ? 'none' : maskedWords(call.masked),
  ];
}
