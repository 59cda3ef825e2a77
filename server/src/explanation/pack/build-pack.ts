// An incident as it is stored becomes the one text that may leave: masked, with short ids, and with a bound.
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { formatTime, MINUTE } from '@foreshock/model/time.ts';
import type { Redactor } from '../../redaction/create-redactor.ts';
import { canonicalJson } from '../../store/metadata/json-text.ts';
import type { EvidencePack, PackFact, PackForecast, PackHypothesis, PackSources } from './evidence-pack.ts';
import { harmsOf } from './harms-of.ts';
import { promptName, safeText } from './safe-text.ts';
import { shownMeasure } from './shown-measure.ts';

/** Some 8,000 tokens: JSON with short ids takes about three bytes each. */
const MOST_BYTES = 24_000;
const MOST_HYPOTHESES = 6;
const MOST_FORECASTS = 4;

/** The same sources give the same bytes. */
export function buildPack(sources: PackSources, redactor: Redactor): EvidencePack {
  const { incident } = sources;
  const ids = new Map<EntityId, string>();
  const entities = new Map<string, Entity>();
  const idOf = (id: EntityId): string => {
    const known = ids.get(id);
    if (known !== undefined) return known;
    const short = `E${ids.size + 1}`;
    ids.set(id, short);
    entities.set(short, sources.topology.entities.get(id) ?? unknownEntity(id, incident.startedAt));
    return short;
  };
  const ranked = [...incident.evidence].sort((a, b) => b.surprise - a.surprise || (a.id < b.id ? -1 : 1));
  const facts = new Map<string, PackFact>();
  for (const fact of ranked) {
    const id = `V${facts.size + 1}`;
    facts.set(id, { id, entity: idOf(fact.entity), fact });
  }
  const factIds = new Map([...facts.values()].map(({ id, fact }) => [String(fact.id), id]));
  const shortFacts = (of: readonly string[]): string[] => of.flatMap((id) => factIds.get(id) ?? []);
  const hypotheses = new Map<string, PackHypothesis>();
  for (const hypothesis of incident.hypotheses.slice(0, MOST_HYPOTHESES)) {
    const id = `H${hypotheses.size + 1}`;
    hypotheses.set(id, {
      id,
      entity: idOf(hypothesis.entity),
      path: hypothesis.path.map(idOf),
      for: shortFacts(hypothesis.for),
      against: shortFacts(hypothesis.against),
      hypothesis,
    });
  }
  const forecasts = new Map<string, PackForecast>();
  for (const prediction of sources.predictions.slice(0, MOST_FORECASTS)) {
    if (prediction.odds.display !== 'percent') continue;
    const id = `F${forecasts.size + 1}`;
    forecasts.set(id, { id, entity: idOf(prediction.entity), prediction });
  }
  for (const { entity } of incident.entities.slice(0, 30)) idOf(entity);
  const actions = incident.recommendations.map(({ action, target, risk }) => ({
    action,
    target: idOf(target),
    risk,
  }));
  const measures = new Map(
    [...facts.values()].map(({ id, fact }) => [id, shownMeasure(fact, sources.templates, incident.startedAt)]),
  );
  const harms = harmsOf(sources.topology, ids, [...hypotheses.values()]);
  const texts = [...facts.values()].filter(({ fact }) => fact.kind === 'log').map(({ fact }) => fact.measure);

  let kept = facts.size;
  let json = '';
  for (; kept >= 0; kept--) {
    json = redactor.json(canonicalJson(write(kept)));
    if (Buffer.byteLength(json) <= MOST_BYTES || kept === 0) break;
    redactor.takeCounts();
  }
  const sent = new Map([...facts].slice(0, kept));
  return {
    json,
    incident,
    now: sources.now,
    entities,
    facts: sent,
    hypotheses,
    forecasts,
    actions,
    harms,
    texts,
    masked: redactor.takeCounts(),
    omitted: facts.size - kept,
  };

  function write(count: number): object {
    const roles = new Map(incident.entities.map(({ entity, role }) => [entity, role]));
    return {
      v: 1,
      incident: {
        severity: incident.severity,
        start: formatTime(incident.startedAt),
        now: formatTime(sources.now),
        tz: 'UTC',
        status: incident.state,
        impact: { ...incident.impact },
      },
      entities: [...ids].map(([id, short]) => {
        const entity = entities.get(short)!;
        return { id: short, kind: entity.kind, name: promptName(entity.name), role: roles.get(id) ?? 'context' };
      }),
      edges: [...harms].flatMap(([to, callers]) => callers.map((from) => ({ from, to, kind: 'depends-on' }))),
      evidence: [...facts.values()].slice(0, count).map(({ id, entity, fact }) => ({
        id,
        type: fact.kind,
        entity,
        signal: measures.get(id),
        onset: formatTime(Math.floor(fact.onset / MINUTE) * MINUTE),
        observed: rounded(fact.observed),
        expected: rounded(fact.expected),
        unit: safeText(fact.unit),
        dir: fact.direction,
        s: rounded(fact.surprise),
        stance: fact.stance,
      })),
      hypotheses: [...hypotheses.values()].map(({ id, entity, path, hypothesis, ...facts_ }) => ({
        id,
        entity,
        path,
        cause: hypothesis.cause,
        state: hypothesis.state,
        score: rounded(hypothesis.score),
        confidence: hypothesis.confidence,
        for: facts_.for,
        against: facts_.against,
      })),
      forecasts: [...forecasts.values()].map(({ id, entity, prediction }) => ({
        id,
        entity,
        failure: prediction.failure,
        horizonMin: Math.round(prediction.odds.horizon / MINUTE),
        p: rounded(prediction.odds.probability),
      })),
      actions,
      missing: count < facts.size ? [`${facts.size - count} further findings omitted`] : [],
    };
  }
}

function rounded(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? Number(value.toPrecision(3)) : null;
}

/** One that is no longer in the topology: its id is all that is known. */
function unknownEntity(id: EntityId, at: number): Entity {
  return {
    id,
    kind: 'external',
    name: id,
    cluster: '',
    namespace: '',
    nodes: [],
    version: '',
    firstSeen: at,
    lastSeen: at,
  };
}
