import { openEventStream } from '../base/net/event-stream.ts';
import type { CliCommand } from './cli-tools.ts';
import { plainLine } from './table-text.ts';

export const watchCommands: readonly CliCommand[] = [
  {
    name: 'predictions watch',
    usage: '',
    summary: 'each prediction and incident as it changes, until Ctrl-C',
    flags: [],
    words: 0,
    run: async (call) => {
      const url = `${call.origin}/api/v1/events`;
      for await (const text of openEventStream(url, call.headers, call.signal)) {
        // The cast holds: the server writes its own events there.
        const event = JSON.parse(text) as { readonly type: string; readonly id: string };
        if (event.type === 'prediction') {
          const found = await call.client('getPrediction', { id: event.id });
          const { id, revision, state, odds, headline } = found;
          call.tools.print(
            call.json ? JSON.stringify(found) : `${id} ${revision}  ${state}  ${odds.band}  ${plainLine(headline)}`,
          );
        } else if (event.type === 'incident') {
          const found = await call.client('getIncident', { id: event.id });
          const { id, state, severity, title } = found;
          call.tools.print(call.json ? JSON.stringify(found) : `${id}  ${state}  ${severity}  ${plainLine(title)}`);
        }
      }
      return 0;
    },
  },
];
