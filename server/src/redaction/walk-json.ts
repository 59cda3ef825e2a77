// The strings and numbers of a JSON text are replaced one by one where they stand: everything else stays byte for byte,
// so that numbers keep all their digits, and keys that come twice come twice.

export interface JsonVisitor {
  /** `key`: under which name the value stands; undefined at the top. */
  string(value: string, key: string | undefined, isBase64: boolean): string;
  /** A text to stand there in quotes, or undefined to leave the number alone. */
  number(text: string, key: string | undefined): string | undefined;
  key(key: string): string;
}

interface Frame {
  readonly isObject: boolean;
  /** The name under which this object or list stands. */
  readonly name: string | undefined;
  /** The member in hand. */
  member: string | undefined;
  /** In lists of `{"key": ..., "value": ...}` the name that the value has. */
  named: string | undefined;
  expectsKey: boolean;
}

/** Members that have the name of what they stand in: those of an OTLP AnyValue, and `value`. */
const NAMELESS = new Set([
  'value',
  'values',
  'stringValue',
  'intValue',
  'doubleValue',
  'bytesValue',
  'arrayValue',
  'kvlistValue',
]);

/** `undefined` when the text is no JSON object or list. `givenName`: of the whole. */
export function walkJson(text: string, visitor: JsonVisitor, givenName?: string): string | undefined {
  if (!isJson(text)) return undefined;
  const frames: Frame[] = [];
  let out = '';
  let copied = 0;
  const replace = (start: number, end: number, by: string): void => {
    out += text.slice(copied, start) + by;
    copied = end;
  };
  const nameNow = (): string | undefined => {
    const frame = frames.at(-1);
    if (!frame) return givenName;
    if (!frame.isObject) return frame.name;
    if (frame.member === undefined || !NAMELESS.has(frame.member)) return frame.member;
    return frame.named ?? frame.name ?? frame.member;
  };
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    const frame = frames.at(-1);
    if (char === '"') {
      const end = stringEnd(text, at);
      const value = JSON.parse(text.slice(at, end)) as string;
      if (frame?.isObject && frame.expectsKey) {
        frame.member = value;
        frame.expectsKey = false;
        const key = visitor.key(value);
        if (key !== value) replace(at, end, JSON.stringify(key));
      } else {
        if (frame?.member === 'key') frame.named = value;
        const changed = visitor.string(value, nameNow(), frame?.member === 'bytesValue');
        if (changed !== value) replace(at, end, JSON.stringify(changed));
      }
      at = end;
    } else if (char === '{' || char === '[') {
      const isObject = char === '{';
      frames.push({ isObject, name: nameNow(), member: undefined, named: undefined, expectsKey: isObject });
      at++;
    } else if (char === '}' || char === ']') {
      frames.pop();
      at++;
    } else if (char === ',') {
      if (frame?.isObject) frame.expectsKey = true;
      at++;
    } else if (char === '-' || (char >= '0' && char <= '9')) {
      const end = numberEnd(text, at);
      const by = visitor.number(text.slice(at, end), nameNow());
      if (by !== undefined) replace(at, end, JSON.stringify(by));
      at = end;
    } else at++;
  }
  return copied === 0 ? text : out + text.slice(copied);
}

function isJson(text: string): boolean {
  const trimmed = text.trimStart();
  if (!trimmed.startsWith('{') && !trimmed.startsWith('[')) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (text.charCodeAt(at) !== 34) at += text.charCodeAt(at) === 92 ? 2 : 1;
  return at + 1;
}

function numberEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && '+-.eE0123456789'.includes(text[at]!)) at++;
  return at;
}
