import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { openEventStream } from '../base/net/event-stream.ts';
import type { CliCall, CliCommand, ExitCode } from './cli-tools.ts';
import { plainLine } from './table-text.ts';

export const watchCommands: readonly CliCommand[] = [
  {
    name: 'predictions watch',
    usage: '[--after TOKEN]',
    summary: 'each prediction as it changes, until Ctrl-C; with a token what came after it too',
    flags: ['after'],
    words: 0,
    run: (call) =>
      watch<OutputOf<Catalog['watchPredictions']>>(call, 'predictions', ({ change, prediction }) =>
        change && prediction
          ? `${change.id} ${change.revision}  ${change.state}  ${prediction.odds.band}  ${plainLine(prediction.headline)}`
          : undefined,
      ),
  },
  {
    name: 'incidents watch',
    usage: '[--after TOKEN]',
    summary: 'each incident as it changes, until Ctrl-C; with a token what came after it too',
    flags: ['after'],
    words: 0,
    run: (call) =>
      watch<OutputOf<Catalog['watchIncidents']>>(call, 'incidents', ({ change, incident }) =>
        change && incident
          ? `${change.id} ${change.revision}  ${change.state}  ${incident.severity}  ${plainLine(incident.title)}`
          : undefined,
      ),
  },
];

/** With --json whole messages, whose `resumeToken` is what --after takes. */
async function watch<Message>(
  { origin, headers, signal, flags, json, tools }: CliCall,
  noun: string,
  lineOf: (message: Message) => string | undefined,
): Promise<ExitCode> {
  const url = new URL(`/api/v1/${noun}:watch`, origin);
  const after = flags.get('after');
  if (after !== undefined) url.searchParams.set('after', after);
  for await (const text of openEventStream(url.href, headers, signal)) {
    // The cast holds: the server writes the messages of this operation there.
    const line = json ? text : lineOf(JSON.parse(text) as Message);
    if (line !== undefined) tools.print(line);
  }
  return 0;
}
