import type { EntityId } from '@foreshock/model/entity.ts';
import type { NoiseRule } from '@foreshock/model/noise-rule.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

export interface KnownTemplate {
  readonly firstSeen: Timestamp;
  /** Ids that it had before it generalised. */
  readonly aliases: readonly TemplateId[];
}

/** `undefined` for a template that is not known any more. */
export type DescribeTemplate = (entity: EntityId, template: TemplateId) => KnownTemplate | undefined;

/** Whether a template is one of those that a rule names, under its id of now or an earlier one. */
export function templateMatcher(
  { match }: NoiseRule,
  describe: DescribeTemplate,
): (entity: EntityId, template: TemplateId) => boolean {
  if (match.templates.length === 0) return () => true;
  const wanted = new Set(match.templates);
  const known = new Map<TemplateId, boolean>();
  return (entity, template) => {
    let matches = known.get(template);
    if (matches === undefined) {
      matches =
        wanted.has(template) || (describe(entity, template)?.aliases.some((alias) => wanted.has(alias)) ?? false);
      known.set(template, matches);
    }
    return matches;
  };
}
