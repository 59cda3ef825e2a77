import { hashId } from '../../base/crypto/digest.ts';
import { slotOfWord } from './scan-token.ts';

/** What of a body is mined as a line, and what sets its template apart from the templates of other lines. */
export interface BodyForm {
  readonly line: string;
  /** Of structured bodies `{keys}`, of stack traces `<STACK:fingerprint>`, empty for plain lines. */
  readonly form: string;
  /** Where `form` stands in the text of the template. */
  readonly place: 'before' | 'after';
}

const MESSAGE_KEYS = ['msg', 'message', 'Message', 'MESSAGE', 'body', 'event'];
const MAX_KEYS = 32;
/** Frames further down than this say where the program started, not what failed. */
const TOP_FRAMES = 3;
const MAX_TRACE_LINES = 200;

/** `structured`: the body is the JSON text of a map. Text that looks like one is tried. */
export function formOf(body: string, structured: boolean): BodyForm {
  if (structured || (body.startsWith('{') && body.endsWith('}'))) {
    const form = structuredForm(body);
    if (form !== undefined) return form;
  }
  const newline = body.indexOf('\n');
  if (newline < 0) return { line: body, form: '', place: 'after' };
  return multiLineForm(body);
}

function structuredForm(body: string): BodyForm | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
  const fields = new Map(Object.entries(parsed));
  const keys = [...new Set([...fields.keys()].slice(0, MAX_KEYS).map((key) => slotOfWord(key) ?? key))].sort();
  const message = MESSAGE_KEYS.map((key) => fields.get(key)).find((value) => typeof value === 'string');
  return { line: message === undefined ? '' : firstLine(message), form: `{${keys.join(',')}}`, place: 'before' };
}

function firstLine(text: string): string {
  const line = text.split('\n', 8).find((part) => part.trim() !== '');
  return line ?? '';
}

function multiLineForm(body: string): BodyForm {
  const lines = body.split('\n', MAX_TRACE_LINES);
  const head = firstLine(body);
  const frames = lines.map(frameOf).filter((frame) => frame !== undefined);
  if (frames.length === 0) return { line: head, form: '<LINES>', place: 'after' };
  // Python writes the innermost call last.
  if (lines.some((line) => line.startsWith('Traceback (most recent call last)'))) frames.reverse();
  const own = frames.filter((frame) => !isLibrary(frame));
  const top = (own.length > 0 ? own : frames).slice(0, TOP_FRAMES);
  const fingerprint = hashId('', exceptionType(lines), ...top).slice(0, 8);
  return { line: head, form: `<STACK:${fingerprint}>`, place: 'after' };
}

const FRAMES = [
  /^\s*at ([\w$.<>[\]/ ]{1,200}?) ?\(([^()]{0,300})\)\s*$/, // Java, Node, .NET without a file
  /^\s*at ([\w$.<>[\]]{1,200})\([^()]{0,200}\) in (.{1,300})$/, // .NET
  /^\s*at (?:async )?((?:file:|\/|node:).{1,300}):\d+:\d+$/, // Node without a name
  /^\s+File "([^"]{1,300})", line \d+, in (\S{1,200})/, // Python
  /^([\w./*()-]{1,200})\([^()]{0,200}\)$/, // Go
];

/** Function and file without line numbers; `undefined` for a line that is no frame. */
function frameOf(line: string): string | undefined {
  for (const pattern of FRAMES) {
    const match = pattern.exec(line);
    if (match) return `${match[1]}@${(match[2] ?? '').replace(/:\d+/g, '').replace(/line \d+/, '')}`;
  }
  return undefined;
}

const LIBRARY =
  /^(?:java|javax|jdk|sun|kotlin|scala|org\.springframework|org\.apache|io\.netty|System|Microsoft|runtime|net\/http|reflect)\.|node:|node_modules|site-packages|lib\/python/;

function isLibrary(frame: string): boolean {
  return LIBRARY.test(frame);
}

/** The last named `...Exception`, `...Error` or Go panic: of chained traces the root. */
function exceptionType(lines: readonly string[]): string {
  for (let i = lines.length - 1; i >= 0; i--) {
    const match = /(?:^|[\s:])((?:[\w$]{1,80}\.){0,12}[A-Z]\w{0,80}(?:Exception|Error|Fault))\b|^(panic):/.exec(
      lines[i]!.slice(0, 400),
    );
    if (match) return match[1] ?? match[2]!;
  }
  return '';
}
