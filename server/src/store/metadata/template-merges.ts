import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TemplateMerge } from '@foreshock/model/template-merge.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings } from './project-settings.ts';

/** Merges of a project, undone ones too, and what a model was asked about. */
export interface TemplateRefinement {
  readonly merges: readonly TemplateMerge[];
  /** Hashes of candidates that a model was asked about: none of them is asked about again. The newest last. */
  readonly asked: readonly string[];
  /** Begin of the newest run; 0 before the first. */
  readonly ranAt: Timestamp;
  /** What the newest run came to: candidates asked about, and those refused, by the check that refused them. */
  readonly newest: { readonly asked: number; readonly refused: Readonly<Record<string, number>> };
}

export interface RefinementVersion {
  readonly version: number;
  readonly refinement: TemplateRefinement;
}

const NONE: TemplateRefinement = { merges: [], asked: [], ranAt: 0, newest: { asked: 0, refused: {} } };

export async function findTemplateRefinement(db: Db, tenant: TenantId): Promise<RefinementVersion> {
  const newest = await findProjectSettings(db, tenant, 'templates');
  // Written by `changeTemplateRefinement`.
  return newest
    ? { version: newest.version, refinement: { ...NONE, ...(newest.value as TemplateRefinement) } }
    : { version: 0, refinement: NONE };
}

/** `state-conflict` when `basedOn` is no longer the newest version. The tenant must exist. */
export async function changeTemplateRefinement(
  db: Db,
  tenant: TenantId,
  change: {
    readonly basedOn: number;
    readonly refinement: TemplateRefinement;
    readonly by: string;
    readonly now: Timestamp;
  },
): Promise<Result<RefinementVersion>> {
  const { basedOn, refinement, by, now } = change;
  const kept = await changeProjectSettings(db, tenant, 'templates', { basedOn, value: refinement, by, now });
  return kept.ok ? success({ version: kept.value.version, refinement }) : kept;
}

/** Lines from now on have the ids before it. `template-merge-not-found` for one that is not in force. */
export async function undoTemplateMerge(
  db: Db,
  tenant: TenantId,
  { id, by, now }: { readonly id: string; readonly by: string; readonly now: Timestamp },
): Promise<Result<TemplateMerge>> {
  const { version, refinement } = await findTemplateRefinement(db, tenant);
  const merge = refinement.merges.find((one) => one.id === id && !one.undone);
  if (!merge) return failure('template-merge-not-found', 'there is no such merge, or it is undone already');
  const undone: TemplateMerge = { ...merge, undone: { by, at: now } };
  const merges = refinement.merges.map((one) => (one === merge ? undone : one));
  const kept = await changeTemplateRefinement(db, tenant, {
    basedOn: version,
    refinement: { ...refinement, merges },
    by,
    now,
  });
  return kept.ok ? success(undone) : kept;
}
