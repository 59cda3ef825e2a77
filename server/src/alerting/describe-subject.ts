// The words of a notification: one line that says what, how likely, when, why and until when to act; then the facts.
import type { Incident } from '@foreshock/model/incident.ts';
import { closureWords } from '@foreshock/model/incident-closure.ts';
import type { TellReason } from '@foreshock/model/notification.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { formatTime, type Timestamp } from '@foreshock/model/time.ts';
import { causeClaims } from '@foreshock/model/wording/cause-claims.ts';
import { failureWords } from '@foreshock/model/wording/failure-words.ts';
import { naturalFrequency, wholePercent } from '@foreshock/model/wording/odds-words.ts';
import { formatNumber, formatQuantity } from '@foreshock/model/wording/quantity.ts';
import { isOver } from '../store/metadata/incident-marks.ts';
import type { Entities } from '../store/telemetry/known-entities.ts';
import { fullName, shortName } from './entity-names.ts';

export interface Described {
  readonly title: string;
  readonly headline: string;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
}

type Fact = Described['facts'][number];

/** `foretold`: the first prediction of the incident, if one was linked. */
export function describeIncident(
  incident: Incident,
  foretold: Prediction | undefined,
  entities: Entities,
  reason: TellReason,
  now: Timestamp,
): Described {
  const { title, severity, startedAt, resolvedAt, impact, state } = incident;
  const isPast = isOver(state);
  const lasted = formatQuantity(Math.max(0, (resolvedAt ?? now) - startedAt), 'ms');
  const lead = foretold && Math.max(0, startedAt - foretold.issuedAt);
  const share = impact.requestShare;
  const harm = share === undefined ? undefined : `${wholePercent(share)}% of requests`;
  const cause = causeOf(incident);
  const facts: Fact[] = [{ label: 'State', text: stateWords(incident) }];
  if (harm !== undefined) facts.push({ label: 'Harm', text: `${harm} fail or are slow, ${impact.services} services` });
  if (impact.slo) {
    const { name, burn1h, burn5m } = impact.slo;
    const burn = `${formatNumber(burn1h)}x over 1 h, ${formatNumber(burn5m)}x over 5 min`;
    facts.push({ label: 'SLO', text: `${name} burns ${burn}` });
  }
  facts.push({ label: 'Since', text: `${clock(startedAt)} UTC, ${lasted}${isPast ? '' : ' so far'}` });
  if (cause !== undefined) facts.push({ label: 'Why', text: cause });
  if (foretold && lead !== undefined)
    facts.push({ label: 'Foretold', text: `${formatQuantity(lead, 'ms')} ahead${oddsAside(foretold)}` });
  addAdvice(facts, incident, entities);
  if (incident.dataTrust < 0.9)
    facts.push({ label: 'Data', text: `${wholePercent(incident.dataTrust)}% of what is expected came in` });
  if (isPast) {
    const end =
      state === 'resolved' || state === 'reviewed'
        ? endWords(incident)
        : state === 'merged'
          ? 'Part of another incident'
          : 'Dismissed';
    return { title: `${end}: ${title}`, headline: `${end}: ${title}, after ${lasted}`, facts };
  }
  const parts = [`${title}: ${severity}`, harm, `since ${clock(startedAt)} UTC`, lower(cause)];
  return {
    title: `${opening(reason)}${title}`,
    headline: `${opening(reason)}${parts.filter((part) => part !== undefined).join(', ')}`,
    facts,
  };
}

export function describePrediction(
  prediction: Prediction,
  entities: Entities,
  reason: TellReason,
  now: Timestamp,
): Described {
  const { odds, lead, actBy, record, state } = prediction;
  const name = shortName(entities, prediction.entity);
  const words = failureWords[prediction.failure];
  const cause = causeOf(prediction);
  const facts: Fact[] = [];
  if (odds.display === 'percent')
    facts.push({ label: 'Odds', text: `${percentWords(prediction)}, ${naturalFrequency(odds.probability)}` });
  if (lead)
    facts.push({
      label: 'When',
      text: `${formatQuantity(lead.p10, 'ms')} to ${formatQuantity(lead.p90, 'ms')} after ${clock(prediction.updatedAt)} UTC`,
    });
  if (actBy !== undefined) facts.push({ label: 'Act by', text: `${clock(actBy)} UTC` });
  if (cause !== undefined) facts.push({ label: 'Why', text: cause });
  if (record.calls > 0) facts.push({ label: 'Record', text: `${record.hits} of ${record.calls} such calls came true` });
  addAdvice(facts, prediction, entities);
  if (prediction.dataTrust < 0.9)
    facts.push({ label: 'Data', text: `${wholePercent(prediction.dataTrust)}% of what is expected came in` });
  if (state === 'closed' || state === 'withdrawn') {
    const headline = endOf(prediction, name, now);
    return { title: headline, headline, facts };
  }
  const when =
    odds.display === 'date' && prediction.deadline !== undefined
      ? ` on ${day(prediction.deadline)}`
      : ` within ${formatQuantity(odds.horizon, 'ms')}`;
  const chance = odds.display === 'percent' ? `${percentWords(prediction)} chance of ${words.noun}` : `${words.noun}`;
  const parts = [
    `${name}: ${chance}${when}`,
    actBy === undefined ? undefined : `act by ${clock(actBy)} UTC`,
    lower(cause),
    state === 'frozen' ? 'too little data came in to say more' : undefined,
  ];
  return {
    title: `${opening(reason)}Coming: ${fullName(entities, prediction.entity)} may ${words.verb}`,
    headline: `${opening(reason)}${parts.filter((part) => part !== undefined).join(', ')}`,
    facts,
  };
}

/** `about:` of the first line: the cause as the story says it, licensed or not. */
function causeOf({ hypotheses, evidence }: Incident | Prediction): string | undefined {
  const [first] = causeClaims(hypotheses, evidence);
  return first?.text.replace(/\.$/, '');
}

function addAdvice(facts: Fact[], { recommendations }: Incident | Prediction, entities: Entities): void {
  const [first] = recommendations;
  if (!first) return;
  const { action, target, expectedEffect, history } = first;
  const tried = history.tried === 0 ? 'not tried here yet' : `helped ${history.helped} of ${history.tried} times`;
  const text = `${action.replaceAll('_', ' ')} ${shortName(entities, target)}: ${expectedEffect.replace(/\.$/, '')} (${tried})`;
  facts.push({ label: 'Do', text });
}

function stateWords({ state, acknowledgedBy, severity, frozen }: Incident): string {
  const held = frozen ? ', too little data to say that it is over' : '';
  return acknowledgedBy === undefined
    ? `${severity}, ${state}${held}`
    : `${severity}, ${acknowledgedBy} is on it${held}`;
}

/** Only what was seen to be well is said to be over. */
function endWords({ closure }: Incident): string {
  if (closure === undefined || closure === 'all-clear' || closure === 'by-hand') return 'Over';
  const words = closureWords[closure];
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The end says whether it came true. */
function endOf(
  { outcome, failure, updatedAt, closedAt, onsetAt, issuedAt }: Prediction,
  name: string,
  now: Timestamp,
): string {
  const { noun } = failureWords[failure];
  const at = clock(closedAt ?? updatedAt ?? now);
  switch (outcome) {
    case 'hit':
      return `Came true: ${name}, ${noun} at ${clock(onsetAt ?? closedAt ?? updatedAt)} UTC, ${formatQuantity(Math.max(0, (onsetAt ?? closedAt ?? updatedAt) - issuedAt), 'ms')} after it was foretold`;
    case 'miss':
      return `We were wrong: ${name}, ${noun} had not come by ${at} UTC`;
    case 'acted':
      return `Somebody acted: ${name}, so nobody can say whether ${noun} would have come`;
    case 'undecidable':
      return `Too little data: ${name}, whether ${noun} came cannot be said`;
    case 'pending':
      return `Withdrawn at ${at} UTC: ${name}, ${noun} is no longer likely`;
  }
}

function percentWords({ odds }: Prediction): string {
  return `${wholePercent(odds.probability)}% (${wholePercent(odds.low)}-${wholePercent(odds.high)})`;
}

function oddsAside(prediction: Prediction): string {
  return prediction.odds.display === 'percent' ? `, at ${wholePercent(prediction.odds.probability)}%` : '';
}

function opening(reason: TellReason): string {
  switch (reason) {
    case 'worsened':
      return 'Worse: ';
    case 'repeated':
      return 'Still: ';
    case 'escalated':
      return 'Nobody answered: ';
    default:
      return '';
  }
}

function lower(text: string | undefined): string | undefined {
  return text === undefined ? undefined : text.charAt(0).toLowerCase() + text.slice(1);
}

/** `03:21`, in UTC: readers sit in many zones. */
export function clock(time: Timestamp): string {
  return formatTime(time).slice(11, 16);
}

function day(time: Timestamp): string {
  return formatTime(time).slice(0, 10);
}
