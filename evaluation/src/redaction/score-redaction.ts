import type { RedactionCounts, RedactionKind } from '@foreshock/model/redaction.ts';
import type { Redactor } from '@foreshock/server/redaction/create-redactor.ts';
import { fixedForms, type PlantedLine, type SecretKind } from './planted-secrets.ts';

export interface KindScore {
  readonly kind: SecretKind;
  readonly planted: number;
  readonly found: number;
  /** Lines of which a part of the secret was left. */
  readonly missed: readonly { readonly before: string; readonly after: string }[];
}

export interface CleanScore {
  readonly lines: number;
  readonly changed: number;
  /** Lines changed by each kind, most first. */
  readonly byKind: readonly (readonly [RedactionKind, number])[];
  readonly examples: readonly { readonly kind: RedactionKind; readonly before: string; readonly after: string }[];
}

/** A part of a secret this long would tell who knows the rest of it. */
const LEFT_OVER = 6;
const EXAMPLES = 20;

/** Found: nothing of six characters of the value is left, or of a shorter value nothing at all. */
export function scorePlanted(lines: readonly PlantedLine[], redactor: Redactor): KindScore[] {
  const kinds = [...new Set(lines.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const own = lines.filter((line) => line.kind === kind);
    const missed = own
      .map(({ text, value }) => ({ before: text, after: redactor.text(text), value }))
      .filter(({ after, value }) => isLeft(after, value));
    return { kind, planted: own.length, found: own.length - missed.length, missed };
  });
}

function isLeft(text: string, value: string): boolean {
  if (value.length <= LEFT_OVER) return text.includes(value);
  for (let at = 0; at + LEFT_OVER <= value.length; at++) {
    const part = value.slice(at, at + LEFT_OVER);
    // Labels of keys and the words of forms are no secret.
    if (!/PRIVAT|RIVATE|IVATE |VATE K|ATE KE|TE KEY|-----|BEGIN|api03/.test(part) && text.includes(part)) return true;
  }
  return false;
}

export function scoreClean(lines: readonly string[], redactor: Redactor): CleanScore {
  const byKind = new Map<RedactionKind, number>();
  const examples: { kind: RedactionKind; before: string; after: string }[] = [];
  let changed = 0;
  redactor.takeCounts();
  for (const before of lines) {
    const after = redactor.text(before);
    if (after === before) continue;
    changed++;
    const counts: RedactionCounts = redactor.takeCounts();
    for (const kind of counts.keys()) {
      byKind.set(kind, (byKind.get(kind) ?? 0) + 1);
      if (examples.filter((example) => example.kind === kind).length < EXAMPLES) examples.push({ kind, before, after });
    }
  }
  return { lines: lines.length, changed, byKind: [...byKind].sort((a, b) => b[1] - a[1]), examples };
}

/** Shares that must be reached; the names of those that were not. */
export function failedRedactionGates(
  kinds: readonly KindScore[],
  clean: CleanScore,
  withAddresses: readonly CleanScore[],
): string[] {
  const shareOf = (own: readonly KindScore[]): number =>
    own.reduce((sum, { found }) => sum + found, 0) /
    Math.max(
      1,
      own.reduce((sum, { planted }) => sum + planted, 0),
    );
  const fixed = shareOf(kinds.filter(({ kind }) => fixedForms.has(kind)));
  const other = shareOf(kinds.filter(({ kind }) => !fixedForms.has(kind)));
  const failed: string[] = [];
  if (fixed < 0.995) failed.push(`recall of secrets with a fixed form is ${percent(fixed)}, at least 99.5 % is needed`);
  if (other < 0.99) failed.push(`recall of the others is ${percent(other)}, at least 99 % is needed`);
  const changedShare = clean.changed / clean.lines;
  if (changedShare > 0.001) failed.push(`${percent(changedShare)} of the clean lines changed, at most 0.1 % may`);
  for (const score of withAddresses) {
    const wrong = wrongShare(score);
    if (wrong > 0.001)
      failed.push(`${percent(wrong)} of lines with addresses changed for something else, at most 0.1 % may`);
  }
  return failed;
}

/** Recorded and simulated lines hold addresses: to replace those is right. */
const REAL: ReadonlySet<RedactionKind> = new Set(['IPV4', 'IPV6', 'MAC', 'EMAIL']);

export function wrongShare(recorded: CleanScore): number {
  return recorded.byKind.reduce((sum, [kind, count]) => (REAL.has(kind) ? sum : sum + count), 0) / recorded.lines;
}

export function percent(share: number): string {
  return `${(share * 100).toFixed(3)} %`;
}
