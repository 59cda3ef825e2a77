import type { EvidenceView } from '@foreshock/contract/shapes.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { describeFact } from '@foreshock/model/wording/measure-words.ts';
import type { z } from 'zod';
import type { EntityDirectory } from './entity-view.ts';
import { exploreLink } from './explore-link.ts';

export function viewEvidence(evidence: Evidence, entities: EntityDirectory): z.output<typeof EvidenceView> {
  return {
    id: evidence.id,
    entity: entities.ref(evidence.entity),
    kind: evidence.kind,
    measure: evidence.measure,
    onset: formatTime(evidence.onset),
    from: formatTime(evidence.window.from),
    to: formatTime(evidence.window.to),
    observed: finite(evidence.observed),
    expected: finite(evidence.expected),
    unit: evidence.unit,
    direction: evidence.direction,
    surprise: evidence.surprise,
    stance: evidence.stance,
    contribution: finite(evidence.contribution),
    sentence: describeFact(evidence),
    explore: exploreLink(evidence.query),
  };
}

/** JSON has no NaN and no infinity. */
export function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
