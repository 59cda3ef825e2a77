import type { RedactionRule } from '../redaction-rule.ts';
import { scanTriggers } from '../scan-triggers.ts';

/** What the rule finds in the text, by itself and only where the scan lets it look. */
export function found(rule: RedactionRule, text: string): string[] {
  const bytes = Buffer.from(text);
  const seen = scanTriggers(bytes, 0, bytes.length, false);
  const parts: string[] = [];
  if (rule.trigger === 0 || (rule.trigger & seen) !== 0)
    rule.find(text, (start, end) => parts.push(text.slice(start, end)));
  return parts;
}

/** Put together here, so that no scanner of repositories takes the test for a leak. */
export function secretOf(...parts: readonly string[]): string {
  return parts.join('');
}
