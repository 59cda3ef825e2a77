import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import { type CauseType, causeConfidence, type Hypothesis, NAMED_FROM } from '@foreshock/model/hypothesis.ts';
import type { Template } from '@foreshock/model/template.ts';
import { measureWords } from '@foreshock/model/wording/measure-words.ts';
import { formatNumber, formatQuantity } from '@foreshock/model/wording/quantity.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { Contrast } from './contrast.ts';
import type { RankedCause } from './locate-root-causes.ts';
import type { Neighbor } from './neighbor.ts';
import type { Saturation } from './saturation.ts';
import { entityOfKey, operationOfKey } from './traced-span.ts';

export interface HypothesisContext {
  /** The incident or prediction that they belong to. */
  readonly of: string;
  readonly entities: ReadonlyMap<EntityId, Entity>;
  readonly members: readonly Anomaly[];
  readonly evidence: readonly Evidence[];
  readonly templates: ReadonlyMap<string, Pick<Template, 'text'>>;
  /** User-facing requests a second around the onset and usually; absent when there are none. */
  readonly traffic?: { readonly entity: EntityId; readonly now: number; readonly usual: number };
}

const SHOWN = 5;
/** Traffic this much above usual may explain an overload; below, load is ruled out. */
const SURGE = 1.3;

/** The causes as people see them: the leading one only when its score names it, and what was ruled out with the reason. */
export function scoreHypotheses(ranked: readonly RankedCause[], context: HypothesisContext): Hypothesis[] {
  const [first, second] = ranked;
  const named = first !== undefined && first.score >= NAMED_FROM;
  const hypotheses = ranked
    .slice(0, SHOWN)
    .map((cause, index) => hypothesisOf(cause, index === 0 && named, second, context));
  const load = loadHypothesis(context);
  return load ? [...hypotheses, load] : hypotheses;
}

function hypothesisOf(
  cause: RankedCause,
  leading: boolean,
  second: RankedCause | undefined,
  context: HypothesisContext,
): Hypothesis {
  const own = context.evidence.filter((evidence) => evidence.entity === cause.entity);
  return {
    id: hashId('hyp_', context.of, cause.entity),
    entity: cause.entity,
    cause: causeTypeOf(cause, context),
    ...(cause.change && { change: cause.change.id }),
    state: leading ? 'leading' : 'candidate',
    sentence: sentenceOf(cause, context),
    score: cause.score,
    terms: cause.terms,
    confidence: leading
      ? causeConfidence(cause.score - (second?.score ?? 0), own, cause.terms.hard !== undefined)
      : 'low',
    path: cause.path,
    for: own.filter((evidence) => evidence.stance !== 'against').map((evidence) => evidence.id),
    against: own.filter((evidence) => evidence.stance === 'against').map((evidence) => evidence.id),
  };
}

/** By the largest term; a change near the onset makes it a change, whatever it did. */
function causeTypeOf(cause: RankedCause, context: HypothesisContext): CauseType {
  if (cause.change) return 'change';
  const [largest] = Object.entries(cause.terms).sort((a, b) => b[1] - a[1]);
  switch (largest?.[0]) {
    case 'saturation':
    case 'neighbor':
      return 'resource';
    case 'network':
      return 'network';
    case 'hard':
    case 'missing':
      return 'crash';
    case 'slow':
      return 'resource';
    default:
      return context.entities.get(cause.entity)?.kind === 'external' ? 'dependency' : 'unknown';
  }
}

/** The strongest term in words; the numbers are those that gave it. */
function sentenceOf(cause: RankedCause, context: HypothesisContext): string {
  const name = shortName(cause.entity, context.entities);
  const [largest] = Object.entries(cause.terms)
    .filter(([term]) => term !== 'base')
    .sort((a, b) => b[1] - a[1]);
  const change = cause.change
    ? ` after ${cause.change.kind === 'deploy' ? `rolling out ${cause.change.text}` : cause.change.text}`
    : '';
  switch (largest?.[0]) {
    case 'saturation':
      return `${saturationSentence(cause.saturation!, name, context)}${change}`;
    case 'neighbor':
      return `${neighborSentence(cause.neighbor!, name, context)}${change}`;
    case 'network': {
      const [gap] = [...cause.gaps].sort((a, b) => b.weight - a.weight);
      return gap
        ? `calls to ${name} lose ${formatQuantity(gap.nowMs, 'ms')} on the way (usual ${formatQuantity(gap.usualMs, 'ms')})${change}`
        : `calls from ${name} lose time on the way${change}`;
    }
    case 'structure': {
      const weighed =
        cause.abort && (!cause.structure || cause.abort.weight > cause.structure.weight)
          ? cause.abort
          : cause.structure;
      return `${contrastSentence(weighed!.by, name, context)}${change}`;
    }
    case 'slow':
      return `${contrastSentence(cause.slow!.by, name, context)}${change}`;
    case 'hard': {
      const fact = context.members.find((member) => member.entity === cause.entity && member.hard);
      return `Kubernetes reports ${fact?.measure ?? 'a fault'} on ${name}${change}`;
    }
    case 'missing':
      return `${name} stopped reporting while others did not${change}`;
    case 'specific':
      return `what is unusual at ${name} is usual at most others${change}`;
    case 'change':
      return `${name} changed shortly before${cause.change ? `: ${cause.change.text}` : ''}`;
    default:
      return `${name} is the most unusual part that nothing below it explains`;
  }
}

function saturationSentence(
  { of, peak, usual, measure }: Saturation,
  name: string,
  context: HypothesisContext,
): string {
  const figures = `${formatNumber(peak)} % (usual ${formatNumber(usual)} %)`;
  return of
    ? `${name} holds ${figures} of the connections of ${shortName(of, context.entities)}`
    : `${name} uses ${figures} of its limit of ${measureWords(measure)}`;
}

function neighborSentence(
  { node, usual, peak, nodeUsual }: Neighbor,
  name: string,
  context: HypothesisContext,
): string {
  const took = `${formatNumber(peak)} cores (usual ${formatNumber(usual)})`;
  return `${name} takes ${took} of ${shortName(node, context.entities)}, where all together usually use ${formatNumber(nodeUsual)}`;
}

function contrastSentence(contrast: Contrast, name: string, context: HypothesisContext): string {
  const operation = operationOfKey(contrast.key);
  const owner = shortName(entityOfKey(contrast.key), context.entities);
  const { before, beforeOf, after, afterOf } = contrast.counts;
  const counts = `${formatNumber(after)} of ${formatNumber(afterOf)}, before ${formatNumber(before)} of ${formatNumber(beforeOf)}`;
  switch (contrast.kind) {
    case 'child':
      return contrast.after < contrast.before
        ? `${owner} ${operation} rarely calls ${operationOfKey(contrast.event)} any more (${counts})`
        : `${owner} ${operation} now calls ${operationOfKey(contrast.event)} (${counts})`;
    case 'log':
      return contrast.after < contrast.before
        ? `${owner} ${operation} stopped logging ${statementWords(contrast.event, context)} (${counts})`
        : `${owner} ${operation} now logs ${statementWords(contrast.event, context)} (${counts})`;
    case 'error-log':
      return `${owner} ${operation} logs the error ${statementWords(contrast.event, context)} (${counts})`;
    case 'failed':
      return `${owner} ${operation} fails (${counts})`;
    case 'slow':
      return `${owner} ${operation} is slow in itself (${counts})`;
    case 'last':
      return `callers end right after calling ${name} (${counts})`;
  }
}

/** A statement as a person reads it: its place in the code, or the words of its template, of which a title takes so many. */
const MOST_CHARACTERS = 60;

function statementWords(event: string, { templates }: HypothesisContext): string {
  const text = templates.get(event)?.text;
  if (text === undefined) return event.startsWith('tpl_') ? 'a line that is listed no more' : event;
  const characters = [...text];
  return `"${characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : text}"`;
}

/** Load as a rival: ruled out when traffic is as usual. */
function loadHypothesis(context: HypothesisContext): Hypothesis | undefined {
  const { traffic } = context;
  if (!traffic || traffic.usual <= 0) return undefined;
  const ratio = traffic.now / traffic.usual;
  const figures = `${formatNumber(traffic.now)} requests a second (usual ${formatNumber(traffic.usual)})`;
  const ruledOut = ratio < SURGE;
  return {
    id: hashId('hyp_', context.of, traffic.entity, 'load'),
    entity: traffic.entity,
    cause: 'load',
    state: ruledOut ? 'ruled_out' : 'candidate',
    ...(ruledOut && { reason: `traffic is as usual: ${figures}` }),
    sentence: ruledOut ? 'a surge of traffic' : `traffic rose to ${figures}`,
    score: ruledOut ? 0 : Math.log(ratio),
    terms: ruledOut ? {} : { load: Math.log(ratio) },
    confidence: 'low',
    path: [traffic.entity],
    for: [],
    against: [],
  };
}

function shortName(id: EntityId, entities: ReadonlyMap<EntityId, Entity>): string {
  const name = entities.get(id)?.name ?? id;
  return name.slice(name.lastIndexOf('/') + 1);
}
