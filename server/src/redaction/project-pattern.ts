import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { RE2JS } from 're2js';

/** A pattern that somebody wrote, on an engine that takes time linear in the text. */
export interface ProjectPattern {
  /** Covers the text from its first to its last character. */
  covers(text: string): boolean;
  /** What each group took in, where the pattern covers the text; empty for one that took no part. */
  groups(text: string): readonly string[] | undefined;
  /** Start and end of each match, in order. Empty matches are none. */
  find(text: string): readonly (readonly [number, number])[];
}

/** `input-invalid` with `where` in its message for what is not RE2 syntax, such as look-behind. */
export function compilePattern(pattern: string, where: string): Result<ProjectPattern> {
  let compiled: RE2JS;
  try {
    compiled = RE2JS.compile(pattern);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure(
      'input-invalid',
      `${where}: "${pattern}" is no RE2 pattern: ${reason}; see https://github.com/google/re2/wiki/Syntax`,
    );
  }
  if (compiled.matches(''))
    return failure('input-invalid', `${where}: "${pattern}" covers the empty text; make one part of it required`);
  return success({
    covers: (text) => compiled.matches(text),
    groups(text) {
      const matcher = compiled.matcher(text);
      if (!matcher.matches()) return undefined;
      return Array.from({ length: matcher.groupCount() }, (_, i) => matcher.group(i + 1) ?? '');
    },
    find(text) {
      const found: (readonly [number, number])[] = [];
      const matcher = compiled.matcher(text);
      while (matcher.find()) if (matcher.end() > matcher.start()) found.push([matcher.start(), matcher.end()]);
      return found;
    },
  });
}
