// What is coming and what is wrong, on a terminal.
import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { type CliCall, type CliCommand, tell } from './cli-tools.ts';
import { plainLine, tableText } from './table-text.ts';

type Prediction = OutputOf<Catalog['listPredictions']>['items'][number];
type Incident = OutputOf<Catalog['listIncidents']>['items'][number];

const LISTED = 50;

function oddsWords({ odds }: Prediction): string {
  return odds.display === 'percent' && odds.probability !== null
    ? `${Math.round(odds.probability * 100)} %`
    : odds.band;
}

function predictionTable(items: readonly Prediction[]): string {
  if (items.length === 0) return 'no prediction';
  const rows = items.map((item) => [
    item.id,
    item.state,
    oddsWords(item),
    item.entity.name,
    item.failure,
    item.actBy ?? '-',
    item.headline,
  ]);
  return tableText(['id', 'state', 'odds', 'entity', 'failure', 'act by', 'headline'], rows);
}

function incidentTable(items: readonly Incident[]): string {
  if (items.length === 0) return 'no incident';
  const rows = items.map((item) => [item.id, item.state, item.severity, item.startedAt, item.title, item.cause ?? '-']);
  return tableText(['id', 'state', 'severity', 'since', 'title', 'cause'], rows);
}

/** A time of day is one of this terminal, unless a zone is named. */
function snoozeEndOf({ flags }: CliCall) {
  const [length, until] = [flags.get('for'), flags.get('until')];
  const timeZone = flags.get('time-zone') ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  return { ...(length !== undefined && { for: length }), ...(until !== undefined && { until, timeZone }) };
}

type Snoozed = Pick<NonNullable<Prediction['snooze']>, 'until' | 'untilProbability'>;

function snoozeLine({ until, untilProbability }: Snoozed): string {
  const odds =
    untilProbability === null ? '' : `the odds reach ${Math.round(untilProbability * 100)} %, at the latest `;
  return `nobody is told until ${odds}${until}, unless it gets worse`;
}

export const findingCommands: readonly CliCommand[] = [
  {
    name: 'predictions list',
    usage: '[--state active,closed] [--limit N]',
    summary: 'what is coming; active ones without --state',
    flags: ['state', 'limit'],
    words: 0,
    run: async (call) => {
      const state = call.flags.get('state') ?? 'active,frozen';
      const answer = await call.client('listPredictions', { state, limit: call.flags.get('limit') ?? LISTED });
      return tell(call, answer, ({ items }) => predictionTable(items));
    },
  },
  {
    name: 'predictions get',
    usage: 'ID',
    summary: 'one prediction with its story, causes and what to do',
    flags: [],
    words: 1,
    run: async (call) => {
      const answer = await call.client('getPrediction', { id: call.words[0]! });
      return tell(call, answer, (found) =>
        [
          predictionTable([found]),
          ...found.narrative.claims.map(({ text, evidence }) => `- ${plainLine(text)} [${evidence.join(', ')}]`),
          ...found.hypotheses.map(({ state, sentence }) => `cause, ${state}: ${plainLine(sentence)}`),
          ...found.recommendations.map(({ title }) => `do: ${plainLine(title)}`),
        ].join('\n'),
      );
    },
  },
  {
    name: 'predictions ack',
    usage: 'ID',
    summary: 'says that somebody is on it',
    flags: [],
    words: 1,
    run: async (call) => {
      const answer = await call.client('acknowledgePrediction', { id: call.words[0]! });
      return tell(call, answer, (found) => predictionTable([found]));
    },
  },
  {
    name: 'predictions snooze',
    usage: 'ID (--for PT30M | --until 09:00 [--time-zone ZONE] | --until-odds 80)',
    summary: 'tells nobody for a time, until a time of day here, or until the odds reach a percentage',
    flags: ['for', 'until', 'time-zone', 'until-odds'],
    words: 1,
    run: async (call) => {
      const odds = call.flags.get('until-odds');
      const untilProbability = odds === undefined ? {} : { untilProbability: Number(odds) / 100 };
      const input = { id: call.words[0]!, ...snoozeEndOf(call), ...untilProbability };
      // It was set by this very call.
      return tell(call, await call.client('snoozePrediction', input), ({ snooze }) => snoozeLine(snooze!));
    },
  },
  {
    name: 'incidents list',
    usage: '[--state open,resolved] [--limit N]',
    summary: 'what is wrong; open ones without --state',
    flags: ['state', 'limit'],
    words: 0,
    run: async (call) => {
      const state = call.flags.get('state') ?? 'open,acknowledged';
      const answer = await call.client('listIncidents', { state, limit: call.flags.get('limit') ?? LISTED });
      return tell(call, answer, ({ items }) => incidentTable(items));
    },
  },
  {
    name: 'incidents get',
    usage: 'ID',
    summary: 'one incident with its entities and timeline',
    flags: [],
    words: 1,
    run: async (call) => {
      const answer = await call.client('getIncident', { id: call.words[0]! });
      return tell(call, answer, (found) =>
        [incidentTable([found]), ...found.entities.map(({ name, role }) => `${role}: ${plainLine(name)}`)].join('\n'),
      );
    },
  },
  {
    name: 'incidents ack',
    usage: 'ID [--note TEXT]',
    summary: 'says that somebody is on it',
    flags: ['note'],
    words: 1,
    run: async (call) => {
      const note = call.flags.get('note');
      const input = { id: call.words[0]!, ...(note !== undefined && { note }) };
      return tell(call, await call.client('acknowledgeIncident', input), (found) => incidentTable([found]));
    },
  },
  {
    name: 'incidents snooze',
    usage: 'ID (--for PT30M | --until 09:00 [--time-zone ZONE])',
    summary: 'tells nobody for a time, or until a time of day here',
    flags: ['for', 'until', 'time-zone'],
    words: 1,
    run: async (call) => {
      const input = { id: call.words[0]!, ...snoozeEndOf(call) };
      return tell(call, await call.client('snoozeIncident', input), ({ until }) =>
        snoozeLine({ until, untilProbability: null }),
      );
    },
  },
  {
    name: 'incidents resolve',
    usage: 'ID [--note TEXT]',
    summary: 'ends an incident by hand',
    flags: ['note'],
    words: 1,
    run: async (call) => {
      const note = call.flags.get('note');
      const input = { id: call.words[0]!, ...(note !== undefined && { note }) };
      return tell(call, await call.client('resolveIncident', input), (found) => incidentTable([found]));
    },
  },
  {
    name: 'incidents declare',
    usage: 'TITLE --entity ID [--severity minor|major|critical]',
    summary: 'opens an incident that a person sees',
    flags: ['entity', 'severity'],
    words: 1,
    run: async (call) => {
      const input = {
        title: call.words[0]!,
        entity: call.flags.get('entity') ?? '',
        // The server refuses another word and names those that there are.
        severity: (call.flags.get('severity') ?? 'major') as 'major',
      };
      return tell(call, await call.client('declareIncident', input), (found) => incidentTable([found]));
    },
  },
  {
    name: 'explain',
    usage: 'ID',
    summary: 'why: the story of an incident, its ranked causes and their evidence',
    flags: [],
    words: 1,
    run: async (call) => {
      const answer = await call.client('getIncident', { id: call.words[0]! });
      return tell(call, answer, ({ title, narrative, hypotheses, evidence, recommendations }) =>
        [
          plainLine(title),
          '',
          ...narrative.claims.map(({ text, evidence: ids }) => `- ${plainLine(text)} [${ids.join(', ')}]`),
          '',
          ...hypotheses.map(
            ({ state, confidence, sentence, for: ids }) =>
              `${state} (${confidence}): ${plainLine(sentence)} [${ids.join(', ')}]`,
          ),
          '',
          ...evidence.map(({ id, sentence }) => `${id}  ${plainLine(sentence)}`),
          '',
          ...recommendations.map(({ title: act }) => `do: ${plainLine(act)}`),
        ].join('\n'),
      );
    },
  },
  {
    name: 'logs',
    usage: '[TEXT] [--last PT1H] [--limit N]',
    summary: 'lines that hold a text, newest first',
    flags: ['last', 'limit'],
    words: 0,
    run: async (call) => {
      const [text] = call.words;
      const input = {
        ...(text !== undefined && { text }),
        last: call.flags.get('last') ?? 'PT1H',
        limit: Number(call.flags.get('limit') ?? LISTED),
      };
      const answer = await call.client('searchLogs', input);
      return tell(call, answer, ({ items }) =>
        items.map((line) => `${line.time}  ${plainLine(line.entity.name)}  ${plainLine(line.body)}`).join('\n'),
      );
    },
  },
  {
    name: 'calibration',
    usage: '',
    summary: 'how right predictions were',
    flags: [],
    words: 0,
    run: async (call) => {
      const answer = await call.client('getCalibration', {});
      return tell(call, answer, ({ calls, brier, eceWidth, onsets }) =>
        [
          `calls: ${calls.hit} came true, ${calls.miss} did not, ${calls.pending} are open`,
          `failures that began: ${onsets}`,
          `Brier skill: ${brier?.skill ?? 'not known'}; calibration error: ${eceWidth ?? 'not known'}`,
        ].join('\n'),
      );
    },
  },
];
