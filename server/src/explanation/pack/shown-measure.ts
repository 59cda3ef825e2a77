import type { Evidence } from '@foreshock/model/evidence.ts';
import { HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { addressesReader, nameAddressesReader } from './addresses-reader.ts';
import type { TemplateUse } from './evidence-pack.ts';
import { promptName, safeText } from './safe-text.ts';

const ENTITIES_TO_TRUST = 2;
const LINES_TO_TRUST = 20;
/** A line that came with the incident may have been written for it. */
const KNOWN_BEFORE_MS = HOUR;
/** `GET /cart/{id}`, `OOMKilled`, `v41 to v42`: of other operations, reasons and changes only the hash stands. */
const MAY_STAND = /^([A-Z]{3,7} )?[\w./{}:*<>@-]{1,80}( to [\w./:@-]{1,80})?$/;

/**
 * What may be said of a fact's measure. The constant words of a log line are shown only when the line was there an hour
 * before the incident began, was seen on two entities or twenty times, and says what happened rather than what to do: who
 * can write a line must not be able to write into a prompt.
 */
export function shownMeasure(
  fact: Evidence,
  templates: ReadonlyMap<string, TemplateUse>,
  startedAt: Timestamp,
): string {
  if (fact.kind === 'metric' || fact.kind === 'forecast') return promptName(fact.measure);
  const text = safeText(fact.measure);
  if (fact.kind !== 'log') return MAY_STAND.test(text) && !nameAddressesReader(text) ? text : hashId('name_', text);
  const use = fact.query.kind === 'template' ? templates.get(fact.query.template) : undefined;
  return shownLine(fact.measure, use, startedAt);
}

/** The same of a log line by itself. `since`: what was known an hour before it may be shown. */
export function shownLine(line: string, use: TemplateUse | undefined, since: Timestamp): string {
  const text = safeText(line);
  const isKnown =
    use !== undefined &&
    use.firstSeen <= since - KNOWN_BEFORE_MS &&
    (use.entities >= ENTITIES_TO_TRUST || use.count >= LINES_TO_TRUST);
  return isKnown && !addressesReader(text) ? text : `<NEW TEXT, ${line.split(/\s+/).length} words>`;
}
