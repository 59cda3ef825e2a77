import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { listTemplateMerges } from '@foreshock/contract/operations/template-merges.ts';
import { countWords } from '../../words/name-words.ts';

/** What the newest night came to. */
export function refinementWords({ ranAt, asked, refused, items }: OutputOf<typeof listTemplateMerges>): string {
  const inForce = items.filter(({ undone }) => !undone).length;
  const kept =
    inForce === 0
      ? 'No templates are merged by a model.'
      : `${countWords(inForce, 'merge')} by a model, each checked by code.`;
  if (ranAt === null) return kept;
  const all = refused.reduce((sum, { count }) => sum + count, 0);
  const night = `The newest night asked about ${countWords(asked, 'group')} of templates that are written alike`;
  return `${kept} ${night}${all === 0 ? '' : `; code refused ${all}, or the model said that they are not one`}.`;
}
