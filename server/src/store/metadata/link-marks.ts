/** What people say of two log templates of an incident: kept beside what analysis wrote, never in it. */
import type { IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { type LinkMark, type LinkMarking, linkKey } from '@foreshock/model/template-link.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { withMarks } from './incident-marks.ts';
import { addActivity, rowOfIncident, writeIncident } from './incidents.ts';
import { plainText } from './json-text.ts';

export interface LinkWord {
  readonly templates: readonly [TemplateId, TemplateId];
  /** `undefined` takes back what was said. */
  readonly says: LinkMarking | undefined;
  readonly by: string;
  readonly now: Timestamp;
}

/** More are no reading of an incident any more. */
const MOST_MARKS = 100;

const ACTIVITY: Readonly<Record<LinkMarking | 'nothing', string>> = {
  linked: 'linked two log templates',
  unlinked: 'took a link of two log templates away',
  nothing: 'took back what was said of two log templates',
};

/** `incident-not-found`; `state-conflict` when it was dismissed or merged, or has a hundred marks. */
export async function markTemplateLink(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  { templates, says, by, now }: LinkWord,
): Promise<Result<readonly LinkMark[]>> {
  return inTransaction(db, async (trx) => {
    const row = await rowOfIncident(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return failure('incident-not-found', `there is no incident ${plainText(id)}`);
    const { state } = withMarks(row.body, row.marks);
    if (state === 'dismissed' || state === 'merged')
      return failure('state-conflict', `incident ${id} is ${state}: its log templates cannot be linked any more`);
    const marks = row.marks.links ?? [];
    const key = linkKey(...templates);
    const before = marks.find((mark) => linkKey(...mark.templates) === key);
    if (before?.says === says) return success(marks);
    const rest = marks.filter((mark) => mark !== before);
    if (says !== undefined && rest.length >= MOST_MARKS)
      return failure(
        'state-conflict',
        `incident ${id} has ${MOST_MARKS} links that people spoke of: take one back first`,
      );
    const links = says === undefined ? rest : [...rest, { templates, says, by: plainText(by), at: now }];
    await writeIncident(trx, tenant, row.body, { ...row.marks, links });
    const activity = { time: now, kind: 'link', by, text: ACTIVITY[says ?? 'nothing'] } as const;
    await addActivity(trx, tenant, [{ incident: id, activity }]);
    return success(links);
  });
}

/** None for an incident that is not known. */
export async function listLinkMarks(db: Db, tenant: TenantId, id: IncidentId): Promise<readonly LinkMark[]> {
  const row = await rowOfIncident(db, tenant, id).executeTakeFirst();
  return row?.marks.links ?? [];
}
