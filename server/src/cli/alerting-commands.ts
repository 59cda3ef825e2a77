// Where people are told, and what services promise.
import { type CliCommand, tell } from './cli-tools.ts';
import { plainLine, tableText } from './table-text.ts';

function oneDecimal(value: number | null): string {
  return value === null ? 'no requests' : `${value.toFixed(1)}x`;
}

export const alertingCommands: readonly CliCommand[] = [
  {
    name: 'channels list',
    usage: '',
    summary: 'the places that get notifications, and how each is doing',
    flags: [],
    words: 0,
    run: async (call) =>
      tell(call, await call.client('listChannels', {}), ({ items }) =>
        items.length === 0
          ? 'no channel'
          : tableText(
              ['id', 'name', 'kind', 'state', 'last error'],
              items.map(({ id, name, kind, state, lastError }) => [id, name, kind, state, lastError ?? '-']),
            ),
      ),
  },
  {
    name: 'channels test',
    usage: 'ID',
    summary: 'sends a real message, marked as a test; exit code 3 when it does not arrive',
    flags: [],
    words: 1,
    run: async (call) => {
      const answer = await call.client('testChannel', { id: call.words[0]! });
      tell(call, answer, ({ steps }) =>
        steps.map(({ step, state, text }) => `${state}  ${step}: ${plainLine(text)}`).join('\n'),
      );
      return answer.ok ? 0 : 3;
    },
  },
  {
    name: 'slos list',
    usage: '',
    summary: 'what services promise, how fast each error budget burns, and what is left of it',
    flags: [],
    words: 0,
    run: async (call) =>
      tell(call, await call.client('listSlos', {}), ({ items }) =>
        items.length === 0
          ? 'no SLO'
          : tableText(
              ['id', 'name', 'entity', 'target', 'burn 5 min', 'burn 1 h', 'burn 6 h', 'budget left', 'rules'],
              items.map(({ id, name, entity, target, burn, budget, rules }) => [
                id,
                name,
                entity.name,
                `${Number((target * 100).toFixed(3))} %`,
                ...['PT5M', 'PT1H', 'PT6H'].map((of) =>
                  oneDecimal(burn.find((one) => one.window === of)?.burn ?? null),
                ),
                budget.remaining === null ? '-' : `${Math.floor(budget.remaining * 100)} %`,
                rules.map(({ rule, state }) => `${rule} ${state}`).join(', '),
              ]),
            ),
      ),
  },
];
