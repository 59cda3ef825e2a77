// Once a night, beside ingest: templates that are written alike are shown to a language model, and what code finds to hold
// of its answers becomes a merge. Nothing waits for it, and a person can undo each.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { AskModel } from '@foreshock/model/model-question.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { TemplateMerge } from '@foreshock/model/template-merge.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../../base/crypto/digest.ts';
import type { MetadataDatabase } from '../../../store/metadata/database.ts';
import { findNoiseSettings } from '../../../store/metadata/noise-settings.ts';
import {
  changeTemplateRefinement,
  findTemplateRefinement,
  type TemplateRefinement,
} from '../../../store/metadata/template-merges.ts';
import type { TelemetryStore, TenantTelemetry } from '../../../store/telemetry/telemetry-store.ts';
import { formOf } from '../body-form.ts';
import { idOf } from '../mined-template.ts';
import { chooseSamples } from './choose-samples.ts';
import { type CandidateTemplate, findCandidates, type MergeCandidate, nearestOthers } from './find-candidates.ts';
import { type MergeSubject, MOST_HELD_BACK, MOST_OTHERS } from './judge-merge.ts';
import { type AcceptedMerge, shownText, templateQuestion } from './template-question.ts';

export interface RefinementTools {
  readonly db: MetadataDatabase;
  readonly store: TelemetryStore;
  readonly ask: AskModel;
  /** Ends the question in hand, and the run: what was not asked is asked in the next. */
  readonly signal: AbortSignal;
}

/** Of one night. */
const MOST_CANDIDATES = 50;
const LOOK_BACK_MS = 7 * DAY;
const MOST_TEMPLATES = 10_000;
const MOST_ASKED = 5_000;
/** UTC; a program that was off then runs it when it is on again. */
const HOUR_OF_NIGHT = 2;

/** Whether a run is due: none has begun since the last 02:00 UTC. A project that has just begun has nothing to look at. */
export function isRefinementDue({ ranAt }: Pick<TemplateRefinement, 'ranAt'>, now: Timestamp): boolean {
  const night = HOUR_OF_NIGHT * HOUR;
  return ranAt < Math.floor((now - night) / DAY) * DAY + night;
}

export interface RefinementRun {
  readonly asked: number;
  readonly merged: readonly TemplateMerge[];
  readonly refused: Readonly<Record<string, number>>;
}

/** Looks at the templates of the last seven days. What was asked once is not asked again; a cap or a model that is away ends the night. */
export async function refineTemplates(
  tenant: TenantId,
  tools: RefinementTools,
  now: Timestamp,
): Promise<RefinementRun> {
  const { db } = tools;
  const telemetry = tools.store.tenant(tenant);
  const range = { from: now - LOOK_BACK_MS, to: now };
  const { refinement } = await findTemplateRefinement(db, tenant);
  const listed = await telemetry.selectTemplates({ range, limit: MOST_TEMPLATES });
  const templates = listed.ok ? listed.value.map((one) => ({ ...one, count: one.countInRange })) : [];
  const ruled = new Set((await findNoiseSettings(db, tenant)).settings.rules.flatMap(({ match }) => match.templates));
  // What is one already, and what somebody took apart, is left as it is.
  const decided = new Set(
    refinement.merges.flatMap(({ id, members, undone }) => [id, ...(undone ? members.map((member) => member.id) : [])]),
  );
  // A rule that somebody wrote for one template must not come to hold for others.
  const free = templates.filter(
    ({ id, aliases }) => ![id, ...aliases].some((one) => ruled.has(one)) && !decided.has(id),
  );
  const known = new Set(refinement.asked);
  const candidates = findCandidates(free).filter((candidate) => !known.has(keyOf(candidate)));
  const asked: string[] = [];
  const merged: TemplateMerge[] = [];
  const refused: Record<string, number> = {};
  for (const candidate of candidates.slice(0, MOST_CANDIDATES)) {
    const subject = await subjectOf(candidate, free, telemetry, range);
    const answer = await tools.ask(tenant, { ...templateQuestion(subject), signal: tools.signal });
    if (!answer.ok && answer.error.code !== 'model-answer-invalid') break;
    asked.push(keyOf(candidate));
    if (!answer.ok) count(refused, answer.error.message.split(':')[0]!);
    else if (answer.value.value === 'declined') count(refused, 'declined');
    else merged.push(mergeOf(candidate, answer.value.value, answer.value, now));
  }
  await keep(tenant, db, { asked, merged, refused }, now);
  return { asked: asked.length, merged, refused };
}

function mergeOf(
  { entity, form, members }: MergeCandidate,
  { template, held }: AcceptedMerge,
  { by, call }: { readonly by: string; readonly call: string },
  now: Timestamp,
): TemplateMerge {
  const text = form === '' ? template.text : `${form} ${template.text}`;
  return {
    id: idOf(entity, text),
    entity,
    form,
    text,
    named: template.named,
    slots: template.slots,
    members: members.map(({ id, text: of }) => ({ id, text: of })),
    held,
    by,
    call,
    mergedAt: now,
  };
}

async function subjectOf(
  candidate: MergeCandidate,
  templates: readonly CandidateTemplate[],
  telemetry: TenantTelemetry,
  range: TimeRange,
): Promise<MergeSubject> {
  const { entity, members } = candidate;
  const texts = members.map(({ text }) => text);
  const lines = (ids: readonly TemplateId[], all: number) => linesOf(ids, all, telemetry, range, entity);
  return {
    members: texts,
    samples: chooseSamples(members.map((member) => shownText(member, texts))),
    heldBack: await lines(
      members.map(({ id }) => id),
      MOST_HELD_BACK,
    ),
    others: await lines(
      nearestOthers(candidate, templates).map(({ id }) => id),
      MOST_OTHERS,
    ),
  };
}

/** Newest lines of templates, an equal share of each, as the miner reads them. */
async function linesOf(
  ids: readonly TemplateId[],
  all: number,
  telemetry: TenantTelemetry,
  range: TimeRange,
  entity: EntityId,
): Promise<string[]> {
  const lines: string[] = [];
  for (const id of ids) {
    const page = await telemetry.selectLogs({
      range,
      filters: [
        { field: 'template', operator: '=', value: id },
        { field: 'entity', operator: '=', value: entity },
      ],
      text: '',
      order: 'newest',
      limit: Math.max(1, Math.floor(all / ids.length)),
    });
    if (page.ok) lines.push(...page.value.rows.map(({ body, bodyKind }) => formOf(body, bodyKind === 'map').line));
  }
  return lines;
}

/** Of the workload and its templates, in any order: another member makes another candidate. */
function keyOf({ entity, members }: MergeCandidate): string {
  return hashId('', entity, ...members.map(({ id }) => id).sort());
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

/** Upon what is kept now: somebody may have undone a merge in the meantime. */
async function keep(
  tenant: TenantId,
  db: MetadataDatabase,
  run: {
    readonly asked: readonly string[];
    readonly merged: readonly TemplateMerge[];
    readonly refused: Readonly<Record<string, number>>;
  },
  now: Timestamp,
): Promise<void> {
  for (;;) {
    const { version, refinement } = await findTemplateRefinement(db, tenant);
    const fresh = new Set(run.merged.map(({ id }) => id));
    const kept = await changeTemplateRefinement(db, tenant, {
      basedOn: version,
      refinement: {
        merges: [...refinement.merges.filter(({ id }) => !fresh.has(id)), ...run.merged],
        asked: [...refinement.asked, ...run.asked].slice(-MOST_ASKED),
        ranAt: now,
        newest: { asked: run.asked.length, refused: run.refused },
      },
      by: 'templates',
      now,
    });
    if (kept.ok) return;
  }
}
