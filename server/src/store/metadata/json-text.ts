/** JSON for a `jsonb` column. PostgreSQL refuses NUL and halves of surrogate pairs; both become U+FFFD. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return MAY_BE_REFUSED.test(text) ? (JSON.stringify(cleaned(value)) ?? 'null') : text;
}

/** Text for a `text` column, cleaned in the same way. */
export function plainText(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd');
}

/**
 * The same value always gives the same text, before and after it was kept as `jsonb`: keys in the order of their UTF-16
 * units, no spaces, nothing for `undefined`, numbers and strings as `JSON.stringify` writes them.
 */
export function canonicalJson(value: unknown): string {
  return inOrder(JSON.parse(jsonText(value)));
}

const MAY_BE_REFUSED = /\\u(?:0000|d[89a-f])/;

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return plainText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [plainText(key), cleaned(inner)]));
}

function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${inOrder(inner)}`).join(',')}}`;
}
