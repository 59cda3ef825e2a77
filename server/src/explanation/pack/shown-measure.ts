import type { Evidence } from '@foreshock/model/evidence.ts';
import type { TemplateUse } from './evidence-pack.ts';
import { safeName, safeText } from './safe-text.ts';

const ENTITIES_TO_TRUST = 2;
const LINES_TO_TRUST = 20;
/** `GET /cart/{id}`, `OOMKilled`, `v41 to v42`: of other operations, reasons and changes only the hash stands. */
const MAY_STAND = /^([A-Z]{3,7} )?[\w./{}:*<>@-]{1,80}( to [\w./:@-]{1,80})?$/;

/**
 * What may be said of a fact's measure. The constant words of a log line are shown only when the line was seen on two
 * entities or twenty times: who can write one line must not be able to write into a prompt.
 */
export function shownMeasure(fact: Evidence, templates: ReadonlyMap<string, TemplateUse>): string {
  if (fact.kind === 'metric' || fact.kind === 'forecast') return safeName(fact.measure);
  const text = safeText(fact.measure);
  if (fact.kind !== 'log') return MAY_STAND.test(text) ? text : safeName(text);
  const use = fact.query.kind === 'template' ? templates.get(fact.query.template) : undefined;
  const isKnown = use !== undefined && (use.entities >= ENTITIES_TO_TRUST || use.count >= LINES_TO_TRUST);
  return isKnown ? text : `<NEW TEXT, ${fact.measure.split(/\s+/).length} words>`;
}
