import type { DataUsageView } from '../../answer-shapes.ts';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { Section } from '../../components/section.tsx';
import { shortName } from '../../words/name-words.ts';
import { shortNumberWords, valueWords } from '../../words/value-words.ts';
import { reasonWords } from './noise-words.ts';

export function ReasonsSection({ usage }: { usage: DataUsageView }) {
  return (
    <Section name="Not as sent" note="every record that is not stored as it came, and why">
      <div className={content.stack}>
        {usage.reasons.length === 0 ? (
          <p className={content.note}>Every record of this range is stored as it came.</p>
        ) : (
          <DataTable
            caption="Not stored as sent"
            columns={[{ name: 'Why' }, { name: 'Records', figure: true }, { name: 'Bytes', figure: true }]}
            rows={usage.reasons.map((reason) => ({
              id: `${reason.signal} ${reason.kind} ${reason.rule?.id ?? reason.code ?? ''}`,
              cells: [
                <div key="why" className={content.what}>
                  {reasonWords(reason)}
                  <span>
                    {reason.signal} of {reason.sources.map(shortName).join(', ') || 'a sender that is not known'}
                  </span>
                </div>,
                shortNumberWords(reason.records),
                reason.bytes > 0 ? valueWords(reason.bytes, 'By') : '',
              ],
            }))}
          />
        )}
        {usage.door.length > 0 && (
          <DataTable
            caption="Refused before it came in, since the gateway was started"
            columns={[{ name: 'Refused at the door, since the gateway started' }, { name: 'Times', figure: true }]}
            rows={usage.door.map(({ reason, count }) => ({
              id: reason,
              cells: [doorWords(reason), shortNumberWords(count)],
            }))}
          />
        )}
      </div>
    </Section>
  );
}

/** `request request-malformed` is said once. */
function doorWords(reason: string): string {
  return reason.replaceAll('-', ' ').replace(/^request request /, 'request ');
}
