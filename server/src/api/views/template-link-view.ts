import type { LinkEndView, TemplateLinkView } from '@foreshock/contract/operations/template-links.ts';
import type { LinkCandidate, TemplateLink } from '@foreshock/model/template-link.ts';
import { formatDuration, formatTime, type TimeRange } from '@foreshock/model/time.ts';
import { linkBasis, linkStatement, relationStatement } from '@foreshock/model/wording/link-words.ts';
import type { z } from 'zod';
import type { EntityDirectory } from './entity-view.ts';
import { exploreLink } from './explore-link.ts';

export function viewLinkEnd(
  { template, entity, text, severityNumber, isNew, count, onset }: LinkCandidate,
  window: TimeRange,
  entities: EntityDirectory,
): z.output<typeof LinkEndView> {
  return {
    template,
    entity: entities.ref(entity),
    text,
    severity: severityNumber,
    isNew,
    count,
    onset: formatTime(onset),
    explore: exploreLink({ kind: 'template', entity, template, range: window }),
  };
}

export function viewTemplateLink(
  link: TemplateLink,
  window: TimeRange,
  entities: EntityDirectory,
): z.output<typeof TemplateLinkView> {
  const { first, second, facts, worded } = link;
  const { traces, movement, calls } = facts;
  return {
    first: viewLinkEnd(first, window, entities),
    second: viewLinkEnd(second, window, entities),
    origin: link.origin,
    relation: worded?.relation ?? null,
    from: worded?.from ?? null,
    statement: statementOf(link, entities),
    basis: linkBasis(link),
    traces: traces ? { both: traces.both, expected: traces.expected, of: traces.traces, p: traces.p } : null,
    movement: movement ? { ...movement, lag: formatDuration(movement.lag) } : null,
    calls,
    by: link.by ?? null,
  };
}

function statementOf(link: TemplateLink, entities: EntityDirectory): string {
  const [first, second] = [entities.short(link.first.entity), entities.short(link.second.entity)];
  if (!link.worded) return linkStatement(link, first, second);
  const [from, to] = link.worded.from === link.first.template ? [first, second] : [second, first];
  return relationStatement(link.worded.relation, from, to);
}
