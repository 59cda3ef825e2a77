import type { ModelUsageView } from '../../answer-shapes.ts';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/section.tsx';
import { moneyWords } from './model-words.ts';

const MOST_DAYS = 7;

const ROLES = { named: 'tells', smaller: 'under a cap', shadow: 'in shadow' } as const;

/** Who is asked, what today cost of which cap, and what a sentence that holds came to. */
export function SpendSection({ usage }: { usage: ModelUsageView }) {
  const { caps, models, costPerVerifiedClaim } = usage;
  const days = [...new Set(usage.days.map(({ day }) => day))].slice(0, MOST_DAYS);
  const rows = usage.days.filter(({ day }) => days.includes(day));
  const shadow = models.find(({ role }) => role === 'shadow')?.name;
  return (
    <Section name="Cost" note="UTC days">
      <div className={content.stack}>
        <Facts
          facts={[
            ...models.map(({ role, name, inputPrice, outputPrice }) => ({
              name: ROLES[role],
              value: `${name}, ${priceWords(inputPrice, outputPrice)}`,
            })),
            { name: 'project today', value: ofCap(caps.projectSpent, caps.project) },
            { name: 'server today', value: ofCap(caps.serverSpent, caps.server) },
            {
              name: 'one sentence',
              value:
                costPerVerifiedClaim === null
                  ? 'not known yet'
                  : `${moneyWords(costPerVerifiedClaim)} for each that holds`,
            },
          ]}
        />
        <p className={content.note}>
          The most that a question can cost is taken before it leaves, and given back where it cost less. When a cap is
          spent a smaller model tells, then an earlier answer to the same evidence, then the template.
        </p>
        {rows.length > 0 && (
          <DataTable
            caption="Cost by day"
            columns={[
              { name: 'Day' },
              { name: 'Model' },
              { name: 'Questions', figure: true },
              { name: 'Cost', figure: true },
              { name: 'Sentences that hold', figure: true },
              { name: 'Capped', figure: true },
            ]}
            rows={rows.map((row) => ({
              id: `${row.day} ${row.model}`,
              cells: [
                row.day,
                row.model,
                row.calls.toLocaleString('en'),
                moneyWords(row.spent),
                row.model === shadow ? 'not shown' : row.verified.toLocaleString('en'),
                row.capped.toLocaleString('en'),
              ],
            }))}
          />
        )}
      </div>
    </Section>
  );
}

function priceWords(input: number | null, output: number | null): string {
  if (input === null || output === null) return 'price not known';
  return input === 0 && output === 0
    ? 'costs nothing'
    : `${moneyWords(input)} in and ${moneyWords(output)} out for a million tokens`;
}

function ofCap(spent: number, cap: number | null): string {
  return cap === null ? `${moneyWords(spent)}, no cap` : `${moneyWords(spent)} of ${moneyWords(cap)}`;
}
