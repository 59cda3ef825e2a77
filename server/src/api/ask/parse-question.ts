import { DAY, HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { AskContext, AskedForm, AskedTime, NamedService, ParsedQuestion } from './asked-form.ts';

type About = AskedForm['about'];

/** The first that is found says what is asked for: what is rarer goes first. */
const SUBJECTS: readonly (readonly [RegExp, About, AskedForm['level']?])[] = [
  [/\b(?:changed?|changes|deploy(?:s|ed|ments?)?|releases?d?|rollouts?|rolled out|upgraded?)\b/i, 'changes'],
  [/\b(?:predictions?|predicted|coming|forecasts?|going to fail|at risk|will fail)\b/i, 'predictions'],
  [/\b(?:incidents?|outages?)\b/i, 'incidents'],
  [/\b(?:unusual|anomal(?:y|ies|ous)|odd|strange|weird|abnormal)\b/i, 'anomalies'],
  [
    /\b(?:slow(?:est|er)?|latenc(?:y|ies)|response times?|p95|p99|traffic|requests?|throughput|error rate)\b/i,
    'requests',
  ],
  [/\b(?:errors?|failures?|failed|failing|exceptions?)\b/i, 'logs', 'error'],
  [/\b(?:warnings?)\b/i, 'logs', 'warn'],
  [/\b(?:logs?|lines?|messages?|saying|said|containing)\b/i, 'logs'],
];
const UNITS = { minute: MINUTE, hour: HOUR, day: DAY, week: 7 * DAY } as const;
const UNIT_OF: Readonly<Record<string, keyof typeof UNITS>> = {
  m: 'minute',
  min: 'minute',
  h: 'hour',
  d: 'day',
  w: 'week',
};
const LAST =
  /\b(?:in |over |during |of |within )?(?:the )?(?:last|past|previous)\s+(\d{1,4}\s*)?(m|min|minute|h|hour|d|day|w|week)s?\b/i;
const LONGEST = 30 * DAY;
/** Of an incident that a question names. */
export const INCIDENT_ID = /\binc_[a-z2-7]+\b/;
/** Words that carry nothing by themselves. */
const FILLER = new Set(
  "a an the of in on at for to by is are was were be been has have had do does did what which who whom how many much show me list find give tell all any anything everything there and or with from please our my its it that this happened happening happen went go wrong about last past previous now currently right any some service services before with's".split(
    ' ',
  ),
);

/** `checkout errors in the last 2 hours`, `what changed before inc_…`, `is web slow`, `lines "time-out" of cart today`. */
export function parseQuestion(question: string, context: AskContext): ParsedQuestion {
  let rest = ` ${question.replace(/[?!]+\s*$/, '')} `;
  const take = (pattern: RegExp): RegExpExecArray | undefined => {
    const found = pattern.exec(rest) ?? undefined;
    if (found) rest = `${rest.slice(0, found.index)} ${rest.slice(found.index + found[0].length)}`;
    return found;
  };
  const phrase = take(/"([^"]{1,200})"/)?.[1];
  const incidentId = take(INCIDENT_ID)?.[0];
  const incident = context.incidents.find(({ id }) => id === incidentId);
  const time = timeOf(take, context, incident);
  const service = serviceIn(rest, context.services);
  if (service) take(wordOf(service.said));
  const subject = SUBJECTS.find(([pattern]) => pattern.test(rest));
  for (const [pattern, about, level] of SUBJECTS)
    if (subject && about === subject[1] && level === subject[2]) while (take(pattern));
  const about = subject?.[1] ?? (phrase === undefined ? undefined : 'logs');
  const notUnderstood = [
    ...(incidentId !== undefined && !incident ? [incidentId] : []),
    ...(rest.match(/[\p{L}\p{N}][\p{L}\p{N}._/-]*/gu) ?? []).filter((word) => !FILLER.has(word.toLowerCase())),
  ];
  if (about === undefined) return { form: undefined, notUnderstood };
  return {
    form: {
      about,
      time,
      ...(service && { service: service.service }),
      ...(subject?.[2] && { level: subject[2] }),
      ...(phrase !== undefined && about === 'logs' && { text: phrase }),
    },
    notUnderstood: [...notUnderstood, ...(phrase !== undefined && about !== 'logs' ? [`"${phrase}"`] : [])],
  };
}

function timeOf(
  take: (pattern: RegExp) => RegExpExecArray | undefined,
  { now }: AskContext,
  incident: AskContext['incidents'][number] | undefined,
): AskedTime {
  if (incident) {
    take(/\bbefore\b/i);
    return { kind: 'before', incident: incident.id, startedAt: incident.startedAt };
  }
  const last = take(LAST);
  if (last) {
    const word = last[2]!.toLowerCase();
    const unit = UNITS[UNIT_OF[word] ?? (word as keyof typeof UNITS)];
    return { kind: 'last', length: Math.min(LONGEST, Math.max(1, Number(last[1] ?? 1)) * unit) };
  }
  const midnight = Math.floor(now / DAY) * DAY;
  if (take(/\byesterday\b/i)) return { kind: 'range', from: midnight - DAY, to: midnight };
  if (take(/\btoday\b/i) && now > midnight) return { kind: 'range', from: midnight, to: now };
  return { kind: 'last', length: HOUR };
}

/** The longest name that the question holds: `checkout-db` before `checkout`. */
function serviceIn(
  text: string,
  services: readonly NamedService[],
): { readonly service: NamedService; readonly said: string } | undefined {
  return services
    .flatMap((service) =>
      [service.name, service.name.slice(service.name.lastIndexOf('/') + 1)].map((said) => ({ service, said })),
    )
    .filter(({ said }) => said.length > 1 && wordOf(said).test(text))
    .sort((a, b) => b.said.length - a.said.length)[0];
}

/** The name as a word of its own, in capitals or not. */
export function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w/-])${name.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}(?![\\w/-])`, 'i');
}
