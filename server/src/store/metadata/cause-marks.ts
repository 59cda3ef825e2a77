/** What people say of the causes of incidents and predictions: kept beside what analysis wrote, never in it. */
import type { CauseMark, CauseMarking } from '@foreshock/model/cause-mark.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Prediction, PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { addActivity, incidentOf, rowOfIncident, writeIncident } from './incidents.ts';
import { jsonText, plainText } from './json-text.ts';
import { predictionOf, rowOfPrediction } from './predictions.ts';
import { readConfirmedCauses } from './read-confirmed-causes.ts';

export interface CauseWord {
  readonly hypothesis: string;
  /** `undefined` takes back what was said. */
  readonly says: CauseMarking | undefined;
  readonly by: string;
  readonly now: Timestamp;
  /** What an entity depends on directly now. */
  readonly dependenciesOf: (entity: EntityId) => readonly EntityId[];
}

const MOST_DEPENDENCIES = 100;

const ACTIVITY: Readonly<Record<CauseMarking | 'nothing', string>> = {
  rule_out: 'ruled out as cause',
  look_here: 'look here',
  nothing: 'taken back what was said of the cause',
};

/** `incident-not-found`, `hypothesis-not-found`; `state-conflict` when it was dismissed or merged, or data ruled it out. */
export async function markIncidentCause(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  word: CauseWord,
): Promise<Result<Incident>> {
  return inTransaction(db, async (trx) => {
    const row = await rowOfIncident(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return failure('incident-not-found', `there is no incident ${plainText(id)}`);
    const confirmed = await readConfirmedCauses(trx, tenant);
    const seen = incidentOf(row, confirmed);
    if (seen.state === 'dismissed' || seen.state === 'merged')
      return failure('state-conflict', `incident ${id} is ${seen.state}: its causes cannot be marked any more`);
    const marked = markOf(row.body.hypotheses, row.marks.causes ?? [], word);
    if (!marked.ok) return marked;
    const { causes, hypothesis } = marked.value;
    if (causes === undefined) return success(seen);
    const marks = { ...row.marks, causes };
    await writeIncident(trx, tenant, row.body, marks);
    const text = `${ACTIVITY[word.says ?? 'nothing']}: ${hypothesis.sentence}`;
    const activity = { time: word.now, kind: 'cause', by: word.by, text } as const;
    await addActivity(trx, tenant, [{ incident: id, activity }]);
    return success(incidentOf({ ...row, marks }, confirmed));
  });
}

/** `prediction-not-found`, `hypothesis-not-found`; `state-conflict` when data ruled it out. */
export async function markPredictionCause(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
  word: CauseWord,
): Promise<Result<Prediction>> {
  return inTransaction(db, async (trx) => {
    const row = await rowOfPrediction(trx, tenant, id).forUpdate().executeTakeFirst();
    if (!row) return failure('prediction-not-found', `there is no prediction ${plainText(id)}`);
    const marked = markOf(row.body.hypotheses, row.cause_marks, word);
    if (!marked.ok) return marked;
    const { causes } = marked.value;
    const confirmed = await readConfirmedCauses(trx, tenant);
    if (causes === undefined) return success(predictionOf(row, confirmed));
    await trx
      .updateTable('predictions')
      .set({ cause_marks: jsonText(causes) })
      .where('tenant', '=', tenant)
      .where('id', '=', id)
      .execute();
    return success(predictionOf({ ...row, cause_marks: causes }, confirmed));
  });
}

/** `causes` is absent when the same was said before. */
function markOf(
  hypotheses: readonly Hypothesis[],
  marks: readonly CauseMark[],
  word: CauseWord,
): Result<{ readonly hypothesis: Hypothesis; readonly causes?: readonly CauseMark[] }> {
  const hypothesis = hypotheses.find(({ id }) => id === word.hypothesis);
  if (!hypothesis) return failure('hypothesis-not-found', `there is no hypothesis ${plainText(word.hypothesis)} in it`);
  if (hypothesis.state === 'ruled_out')
    return failure('state-conflict', `hypothesis ${hypothesis.id} is ruled out by data: ${hypothesis.reason ?? ''}`);
  const before = marks.find((mark) => mark.hypothesis === hypothesis.id);
  if (before?.says === word.says) return success({ hypothesis });
  const rest = marks.filter((mark) => mark !== before);
  if (word.says === undefined) return success({ hypothesis, causes: rest });
  const mark: CauseMark = {
    hypothesis: hypothesis.id,
    entity: hypothesis.entity,
    says: word.says,
    by: plainText(word.by),
    at: word.now,
    dependencies: word.says === 'look_here' ? word.dependenciesOf(hypothesis.entity).slice(0, MOST_DEPENDENCIES) : [],
  };
  return success({ hypothesis, causes: [...rest, mark] });
}
