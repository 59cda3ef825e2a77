import { DAY, formatTime, type Timestamp } from '@foreshock/model/time.ts';

const CHOICES = [
  { days: 30, words: 'in 30 days' },
  { days: 90, words: 'in 90 days' },
  { days: 365, words: 'in a year' },
  { days: 0, words: 'never, until it is revoked' },
] as const;

/** When a new key ends, as one field of a form. `usual`: days, 0 for never. */
export function KeyEndField({ usual }: { readonly usual: (typeof CHOICES)[number]['days'] }) {
  return (
    <label>
      Ends
      <select name="days" defaultValue={usual}>
        {CHOICES.map(({ days, words }) => (
          <option key={days} value={days}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What the field of `KeyEndField` asks for; nothing for never. */
export function keyEnd(fields: ReadonlyMap<string, string>, now: Timestamp): { readonly expiresAt?: string } {
  const days = Number(fields.get('days'));
  return days > 0 ? { expiresAt: formatTime(now + days * DAY) } : {};
}
