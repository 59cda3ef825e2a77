import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { EntityLane, LaneArrow, LaneEvent } from '../../charts/entity-lanes-geometry.ts';
import { comingSpan } from '../../coming-span.ts';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import type { HypothesisLine } from '../../components/hypothesis-line.ts';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { shortName } from '../../words/name-words.ts';
import { valueWords } from '../../words/value-words.ts';

export interface CauseLanes {
  readonly range: TimeRange;
  readonly lanes: readonly EntityLane[];
  readonly arrows: readonly LaneArrow[];
}

/**
 * The way from the leading cause to the failure that may come: one lane per entity of its path, the symptom on top.
 * An arrow is drawn where the next entity began to be unusual; dashed where that is only expected.
 */
export function causeLanes(
  line: PredictionLine,
  leading: HypothesisLine,
  facts: readonly EvidenceLine[],
  now: Timestamp,
): CauseLanes {
  const names = leading.path.includes(line.entity) ? leading.path : [...leading.path, line.entity];
  const span = comingSpan(line);
  const expected = line.updatedAt + (line.lead?.middle ?? line.odds.horizon);
  const seen = facts.filter((fact) => fact.stance !== 'against' && fact.kind !== 'change');
  const lanes = names.toReversed().map((name): EntityLane => {
    const events = seen
      .filter((fact) => fact.entity === name)
      .map(
        (fact): LaneEvent => ({
          id: fact.id,
          kind: 'unusual',
          from: fact.onset,
          to: Math.max(fact.onset, Math.min(fact.to, now)),
          surprise: fact.surprise,
          text: factLabel(fact),
          numbers: [fact.number],
        }),
      );
    const change: LaneEvent[] =
      leading.change && name === leading.entity
        ? [
            {
              id: 'change',
              kind: 'change',
              from: leading.change.time,
              to: leading.change.time,
              surprise: 0,
              text: leading.change.text,
              numbers: [],
            },
          ]
        : [];
    const failure: LaneEvent[] =
      name === line.entity && line.outcome === 'pending'
        ? [
            {
              id: 'expected',
              kind: 'expected',
              from: expected,
              to: expected,
              surprise: 0,
              text: `${line.happens}, if it comes`,
              numbers: [],
            },
          ]
        : [];
    return {
      id: name,
      name: shortName(name),
      role: name === leading.entity ? 'likely cause' : name === line.entity ? 'may fail' : 'on the way',
      events: [...change, ...events, ...failure],
      ...(name === line.entity && span.slices.length > 0 && { odds: { issued: span.issued, slices: span.slices } }),
    };
  });
  const firstSeen = (name: string) =>
    Math.min(...seen.filter((fact) => fact.entity === name).map((fact) => fact.onset));
  const arrows = names.slice(1).flatMap((to, i): LaneArrow[] => {
    const time = firstSeen(to);
    const from = names[i]!;
    if (Number.isFinite(time)) return [{ from, to, time, seen: true }];
    return to === line.entity ? [{ from, to, time: expected, seen: false }] : [];
  });
  const starts = [leading.change?.time, ...seen.map((fact) => fact.onset)].filter((time) => time !== undefined);
  // A change of days ago would press all else into the last minutes.
  const first = Math.max(now - 6 * HOUR, Math.min(now - 30 * MINUTE, ...starts));
  const end = Math.max(now, line.updatedAt + Math.max(line.odds.horizon, line.lead?.to ?? 0));
  const last = Math.min(end, now + 2 * (now - first));
  return { range: { from: first - (now - first) * 0.08, to: last }, lanes, arrows };
}

function factLabel(fact: EvidenceLine): string {
  if (fact.kind === 'log')
    return fact.observed === undefined ? 'log line' : `${valueWords(fact.observed, fact.unit)} of a log line`;
  if (fact.kind === 'event') return fact.measure;
  const name = fact.measure.split('.').at(-1)?.replaceAll('_', ' ') ?? fact.measure;
  return fact.observed === undefined ? name : `${name} ${valueWords(fact.observed, fact.unit)}`;
}
