import type { Timestamp } from '@foreshock/model/time.ts';
import type { NominationView } from '../answer-shapes.ts';
import { explorePath, incidentsPath } from '../paths.ts';
import { readTime } from '../words/iso-words.ts';
import { nominationWords } from '../words/nomination-words.ts';
import { DataTable } from './data-table.tsx';
import { PathLink } from './path-link.tsx';
import { TimeText } from './time-text.tsx';

/** Windows of log templates that a language model pointed at, each confirmed by a query. Nothing is told or held back by them. */
export function NominatedWindows({
  items,
  now,
}: {
  readonly items: readonly NominationView[];
  readonly now: Timestamp;
}) {
  return (
    <DataTable
      caption="Suggested by model, confirmed by query"
      columns={[
        { name: 'Lines' },
        { name: 'Where' },
        { name: 'What the query found' },
        { name: 'When' },
        { name: 'Since then' },
      ]}
      rows={items.map((item) => ({
        id: item.id,
        cells: [
          <PathLink
            key="lines"
            to={explorePath('logs', { q: `template=${item.template}`, from: item.from, to: item.to })}
          >
            {item.text ?? item.template}
          </PathLink>,
          item.entity.name,
          nominationWords(item),
          <TimeText key="when" at={readTime(item.from)} now={now} />,
          item.inIncident ? (
            <PathLink key="since" to={incidentsPath}>
              in an incident within the hour
            </PathLink>
          ) : item.inIncident === null ? (
            'not known yet'
          ) : (
            'no incident within the hour'
          ),
        ],
      }))}
    />
  );
}
