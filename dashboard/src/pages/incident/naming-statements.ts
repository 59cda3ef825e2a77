import type { ComparisonView } from '../../answer-shapes.ts';

type Compared = {
  readonly items: readonly Pick<ComparisonView['items'][number], 'statement' | 'names'>[];
};

/** What the failures share, by the candidate cause that it names; the most telling first. */
export function statementsByCandidate(comparisons: readonly Compared[]): ReadonlyMap<string, readonly string[]> {
  const statements = new Map<string, string[]>();
  for (const { statement, names } of comparisons.flatMap(({ items }) => items))
    for (const id of names) statements.set(id, [...(statements.get(id) ?? []), statement]);
  return statements;
}
