// A sound answer to a pack, written by rule: claims of every type that its facts allow, in wordings that the seed chooses.
import { likelihoodWord } from '@foreshock/model/wording/odds-words.ts';
import type { Answer, AnswerClaim } from '@foreshock/server/explanation/answer/answer.ts';
import { slotValue } from '@foreshock/server/explanation/answer/slots.ts';
import { wayOf } from '@foreshock/server/explanation/checks/d1-direction.ts';
import type { EvidencePack, PackFact, PackHypothesis } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { wayOfHarm } from '@foreshock/server/explanation/pack/harms-of.ts';
import type { Draw } from './draw.ts';

const MOST_CHANGES = 4;
const CLOCK_GRACE_MS = 60_000;

export function answerForPack(pack: EvidencePack, draw: Draw): Answer {
  const facts = [...pack.facts.values()];
  const leading = [...pack.hypotheses.values()].find(
    ({ hypothesis: { state } }) => state === 'leading' || state === 'confirmed',
  );
  const cause = leading && causeOf(leading, pack, draw);
  const forecast = [...pack.forecasts.values()][0];
  const meaning: AnswerClaim[] = forecast
    ? [
        claim('forecast', forecast.entity, null, [forecast.id], {
          text: `A failure of {{${forecast.entity}}} is ${likelihoodWord(forecast.prediction.odds.probability)} within {{${forecast.id}.horizon}}, at {{${forecast.id}.probability}}.`,
        }),
      ]
    : [];
  const changes = facts.flatMap((fact) => changeOf(fact, pack, draw)).slice(0, MOST_CHANGES);
  return {
    summary: [
      ...changes,
      ...orderOf(facts, draw),
      ...comparisonOf(facts, pack),
      ...absenceOf(facts, pack),
      ...facts
        .slice(0, 1)
        .map(({ id, entity }) =>
          claim('impact', entity, null, [id], { text: `{{${entity}}} was hurt, as {{${id}.measure}} shows.` }),
        ),
      ...(cause ? [cause] : []),
      ...meaning,
      claim('hedge', null, null, [], {
        text: draw.pick(['The picture may be incomplete.', 'More may have happened.']),
      }),
    ],
    rootCause: { hypothesis: leading?.id ?? null, why: cause ? [cause] : [], whyNot: [] },
    timeline: timelineOf(facts, pack),
    prediction: forecast ? [{ forecast: forecast.id, meaning }] : [],
    actions: pack.actions.map(({ action, target }) => ({
      action,
      target,
      reason: reasonFor(target, facts, pack, draw),
    })),
    confidence: leading ? 'high' : 'low',
  };
}

export function claim(
  type: AnswerClaim['type'],
  subject: string | null,
  object: string | null,
  evidence: string[],
  { text, polarity = 'asserts' }: { readonly text: string; readonly polarity?: AnswerClaim['polarity'] },
): AnswerClaim {
  return { text, type, subject, object, evidence, polarity };
}

function changeOf(packed: PackFact, pack: EvidencePack, draw: Draw): AnswerClaim[] {
  const { id, entity, fact } = packed;
  const verbs = {
    up: ['rose', 'climbed', 'grew'],
    down: ['fell', 'dropped'],
    new: ['appeared'],
    gone: ['stopped'],
    none: [],
  };
  const choices: readonly string[] = verbs[wayOf(fact)];
  if (choices.length === 0 || fact.kind === 'change' || fact.kind === 'forecast') return [];
  const verb = draw.pick(choices);
  const has = (field: string): boolean => slotValue({ id, field }, pack) !== undefined;
  const isFigure = verb !== 'appeared' && verb !== 'stopped' && has('observed');
  const texts = [
    `{{${id}.measure}} on {{${entity}}} ${verb}.`,
    `On {{${entity}}}, {{${id}.measure}} ${verb} at {{${id}.onset}}.`,
  ];
  const figures = [
    `{{${id}.measure}} on {{${entity}}} ${verb} to {{${id}.observed}}.`,
    ...(has('expected')
      ? [`On {{${entity}}}, {{${id}.measure}} ${verb} from {{${id}.expected}} to {{${id}.observed}}.`]
      : []),
  ];
  return [claim('change', entity, null, [id], { text: draw.pick(isFigure ? [...figures, texts[1]!] : texts) })];
}

function orderOf(facts: readonly PackFact[], draw: Draw): AnswerClaim[] {
  for (const first of facts) {
    const second = facts.find(({ entity, fact }) => entity !== first.entity && fact.onset > first.fact.onset);
    if (!second) continue;
    return draw.pick([true, false])
      ? [
          claim('order', first.entity, second.entity, [first.id, second.id], {
            text: `{{${first.id}.measure}} on {{${first.entity}}} moved before {{${second.id}.measure}} on {{${second.entity}}}.`,
          }),
        ]
      : [
          claim('order', second.entity, first.entity, [first.id, second.id], {
            text: `{{${second.entity}}} was hurt after {{${first.entity}}}.`,
          }),
        ];
  }
  return [];
}

function comparisonOf(facts: readonly PackFact[], pack: EvidencePack): AnswerClaim[] {
  const found = facts.find(
    ({ id, fact }) =>
      (fact.kind === 'metric' || fact.kind === 'trace') &&
      slotValue({ id, field: 'observed' }, pack) !== undefined &&
      slotValue({ id, field: 'expected' }, pack) !== undefined &&
      fact.observed !== fact.expected,
  );
  if (!found) return [];
  const { id, entity, fact } = found;
  const word = fact.observed! > fact.expected! ? 'higher' : 'lower';
  const text = `{{${id}.observed}} of {{${id}.measure}} on {{${entity}}} is ${word} than {{${id}.expected}}.`;
  return wayOf(fact) === (word === 'higher' ? 'up' : 'down') ? [claim('comparison', entity, null, [id], { text })] : [];
}

function absenceOf(facts: readonly PackFact[], pack: EvidencePack): AnswerClaim[] {
  if (pack.incident.dataTrust < 0.9) return [];
  const found = facts.find(({ fact }) => fact.observed === 0 || fact.direction === 'gone');
  if (!found) return [];
  const text = `There was no {{${found.id}.measure}} on {{${found.entity}}}.`;
  return [claim('absence', found.entity, null, [found.id], { text, polarity: 'denies' })];
}

/** The first whom harm reached and about whom something was found that did not begin before the cause. */
function causeOf({ entity }: PackHypothesis, pack: EvidencePack, draw: Draw): AnswerClaim | undefined {
  const facts = [...pack.facts.values()];
  const own = facts.filter((fact) => fact.entity === entity).sort((a, b) => a.fact.onset - b.fact.onset)[0];
  const effect = facts.find(
    (fact) =>
      fact.entity !== entity &&
      own !== undefined &&
      fact.fact.onset >= own.fact.onset - CLOCK_GRACE_MS &&
      wayOfHarm(pack.harms, entity, fact.entity) !== undefined,
  );
  if (!own || !effect) return undefined;
  const text = draw.pick([
    `{{${entity}}} caused the harm on {{${effect.entity}}}.`,
    `The harm on {{${effect.entity}}} is due to {{${entity}}}.`,
    `What happened on {{${entity}}} led to the harm on {{${effect.entity}}}.`,
  ]);
  return claim('cause', entity, effect.entity, [own.id, effect.id], { text });
}

/** What moved at the place itself. */
function reasonFor(target: string, facts: readonly PackFact[], pack: EvidencePack, draw: Draw): AnswerClaim[] {
  return facts
    .filter(({ entity }) => entity === target)
    .flatMap((fact) => changeOf(fact, pack, draw))
    .slice(0, 1);
}

function timelineOf(facts: readonly PackFact[], { incident, now }: EvidencePack): string[] {
  return facts
    .filter(({ fact: { onset } }) => onset <= now && onset >= incident.startedAt - 60 * 60_000)
    .sort((a, b) => a.fact.onset - b.fact.onset)
    .slice(0, 6)
    .map(({ id }) => id);
}
