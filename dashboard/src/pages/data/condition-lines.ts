export interface Condition {
  readonly key: string;
  readonly operator: '=' | '!=' | 'contains' | 'exists';
  readonly value: string;
}

const LINE = /^(\S+)\s*(?:(!=|=)\s*(.*)|\s(contains)\s+(.+)|\s(exists))$/;

/** `url.path = /health`, `user_agent.original contains probe`, `debug exists`, one a line. The first line that is none, or all. */
export function readConditions(
  text: string,
): { readonly conditions: readonly Condition[] } | { readonly fault: string } {
  const conditions: Condition[] = [];
  for (const line of text.split('\n').map((part) => part.trim())) {
    if (line === '') continue;
    const match = LINE.exec(line);
    if (!match) return { fault: line };
    const [, key, comparison, compared, contains, contained, exists] = match;
    if (exists) conditions.push({ key: key!, operator: 'exists', value: '' });
    else if (contains) conditions.push({ key: key!, operator: 'contains', value: contained! });
    else conditions.push({ key: key!, operator: comparison as '=' | '!=', value: compared! });
  }
  return { conditions };
}

export function writeConditions(conditions: readonly Condition[]): string {
  return conditions
    .map(({ key, operator, value }) => (operator === 'exists' ? `${key} exists` : `${key} ${operator} ${value}`))
    .join('\n');
}
