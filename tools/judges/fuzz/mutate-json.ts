import type { Random } from './random.ts';

/** Values that stand where others are expected. */
const strangeValues = [
  'null',
  'true',
  '-1',
  '1e400',
  '0.1',
  '9007199254740993',
  '18446744073709551616',
  '"-9223372036854775809"',
  '"NaN"',
  '""',
  '[]',
  '{}',
  '[[[]]]',
  '"\\ud800"',
  '"\\u0000"',
  '"__proto__"',
  '{"__proto__":{"a":1},"constructor":null}',
  '{"stringValue":"a","intValue":"1"}',
  '{"bytesValue":"***"}',
  '"AQIDBAUGBwg="',
] as const;

/** One to three faults in the text of a request that was whole. */
export function mutateJson(json: string, random: Random): Uint8Array {
  let text = json;
  for (let fault = 0; fault <= random.below(3); fault += 1) text = mutateText(text, random);
  return random.below(20) === 0 ? Buffer.from(text, 'utf16le') : Buffer.from(text);
}

function mutateText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  switch (random.below(9)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + random.pick([...'{}[]",:\\0-.eE \n\u0001\u2028']) + text.slice(at);
    case 2:
      return text.slice(0, at) + text.slice(at + 1 + random.below(4));
    case 3:
    case 4:
      return replaceValue(text, at, random.pick(strangeValues));
    case 5:
      return replaceValue(text, at, deep(random.pick([31, 33, 100, 20_000]), random));
    case 6:
      return replaceValue(text, at, `[${Array.from({ length: random.pick([10, 5_000]) }, () => '{}').join(',')}]`);
    case 7:
      // A key twice, and one that nobody knows.
      return text.replace(/\{"(\w+)":/, `{"$1":null,"newThing":{"deep":[1,{}]},"$1":`);
    default:
      return `${random.pick(['', ' ', '\ufeff', '\n\t'])}${text}${random.pick(['', ' ', '\n', '}', ' null'])}`;
  }
}

/** Behind the next colon: a value up to the next comma or closing bracket, which need not be a whole one. */
function replaceValue(text: string, from: number, value: string): string {
  const colon = text.indexOf(':', from);
  if (colon === -1) return value;
  const end = text.slice(colon).search(/[,}\]]/);
  return text.slice(0, colon + 1) + value + text.slice(colon + Math.max(1, end));
}

function deep(levels: number, random: Random): string {
  const [open, close] = random.pick([
    ['[', ']'],
    ['{"a":', '}'],
    ['{"arrayValue":{"values":[', ']}}'],
    ['{"kvlistValue":{"values":[{"key":"k","value":', '}]}}'],
  ] as const);
  return open.repeat(levels) + (open.endsWith(':') ? '1' : '') + close.repeat(levels);
}
