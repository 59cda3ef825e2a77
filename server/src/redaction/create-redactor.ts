// One project's settings and key as something that takes texts and gives them back without what is not to stay.
import type { RedactionCounts, RedactionKind, RedactionMode } from '@foreshock/model/redaction.ts';
import type { CompiledSettings } from './config.ts';
import { createKeyPlans, isLetThrough, type KeyPlan } from './key-plan.ts';
import { placeholderOf } from './placeholder.ts';
import { createPseudonyms } from './pseudonym.ts';
import { isPlaceholder, placeholdersIn, type RedactionRule, triggers } from './redaction-rule.ts';
import { authorization } from './redaction-rules/authorization.ts';
import { email } from './redaction-rules/email.ts';
import { iban } from './redaction-rules/iban.ts';
import { createIpv4Rule, createIpv6Rule } from './redaction-rules/ip-address.ts';
import { jsonWebToken } from './redaction-rules/json-web-token.ts';
import { keyValue } from './redaction-rules/key-value.ts';
import { macAddress } from './redaction-rules/mac-address.ts';
import { createNationalIdRule } from './redaction-rules/national-id.ts';
import { paymentCard } from './redaction-rules/payment-card.ts';
import { phone } from './redaction-rules/phone.ts';
import { privateKey } from './redaction-rules/private-key.ts';
import { spokenPassword } from './redaction-rules/spoken-password.ts';
import { urlCredentials } from './redaction-rules/url-credentials.ts';
import { markedKey, vendorKey } from './redaction-rules/vendor-key.ts';
import { scanTriggers } from './scan-triggers.ts';
import { saysNothing } from './sensitive-key.ts';
import { walkJson } from './walk-json.ts';

export interface Redactor {
  /** 0: nothing in these bytes of UTF-8 concerns any rule. */
  scan(bytes: Uint8Array, start: number, end: number): number;
  /** A text without a name. `seen`: what `scan` said about it. */
  text(text: string, seen?: number): string;
  /** A value under the name that it has. */
  value(text: string, key: string): string;
  /** JSON text of an object or list, whose whole stands under `key` where it has a name; stays valid. */
  json(text: string, key?: string): string;
  /** A number in JSON notation under its name: the text that stands in its place, undefined where it stays. */
  number(text: string, key: string): string | undefined;
  /** Base64; the text that it holds is searched. */
  base64(text: string, key?: string): string;
  planOf(key: string): KeyPlan;
  /** A rule looks at every text, whatever `scan` says. */
  readonly looksEverywhere: boolean;
  /** How many values of each kind were replaced since the last call. */
  takeCounts(): RedactionCounts;
}

interface Placed {
  readonly start: number;
  readonly end: number;
  readonly rank: number;
  readonly kind: RedactionKind;
  readonly name: string;
  readonly mode: RedactionMode;
}

/** Rules below are credentials: what overlaps them goes with them. */
const FIRST_PERSONAL_RANK = 30;
/** Below this, rules know the value by its form alone. */
const FIRST_NAMED_RANK = 20;
const PATTERN_RANK = 70;
/** Above every rank. */
const EVERY_RULE = 100;
/** A JSON text inside of a JSON text inside of a JSON text: deeper ones are searched as plain text. */
const MAX_DEPTH = 4;
/** A shorter secret may be a part of other words. */
const LEAST_REPEATED = 6;
/** Lines with more secrets than this are dumps, and looking for each of them in all of the line takes too long. */
const MOST_REPEATED = 16;
const MOST_ROUNDS = 3;

/** `key`: 32 bytes of this project, for pseudonyms. */
export function createRedactor(compiled: CompiledSettings, key: Uint8Array): Redactor {
  const { settings } = compiled;
  const { keepPrivateAddresses } = settings;
  const pseudonyms = createPseudonyms(key);
  const planOf = createKeyPlans(settings);
  const allowedValues = new Set(settings.allow.values);
  const rules: readonly RedactionRule[] = [
    privateKey,
    jsonWebToken,
    vendorKey,
    markedKey,
    authorization,
    urlCredentials,
    keyValue,
    spokenPassword,
    paymentCard,
    iban,
    ...(settings.nationalIds.length > 0 ? [createNationalIdRule(settings.nationalIds)] : []),
    email,
    macAddress,
    createIpv6Rule(keepPrivateAddresses),
    createIpv4Rule(keepPrivateAddresses),
    phone,
  ];
  const looksEverywhere = settings.nationalIds.length > 0 || settings.patterns.length > 0;
  let counts = new Map<RedactionKind, number>();

  const scanText = (text: string): number => {
    const bytes = Buffer.from(text);
    return scanTriggers(bytes, 0, bytes.length, keepPrivateAddresses);
  };

  const isAllowed = (value: string): boolean =>
    allowedValues.has(value) || compiled.allowedPatterns.some((pattern) => pattern.covers(value));

  const replacement = (
    name: string,
    kind: RedactionKind,
    mode: Exclude<RedactionMode, 'keep'>,
    value: string,
  ): string => {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    return placeholderOf(name, kind, mode, value, pseudonyms);
  };

  /** `upTo`: only rules below this rank. */
  const search = (text: string, seen: number, upTo: number, round = 1): string => {
    if (seen === 0 && !looksEverywhere) return text;
    const found: Placed[] = [];
    for (const rule of rules) {
      if (rule.rank >= upTo || (rule.trigger !== 0 && (rule.trigger & seen) === 0)) continue;
      rule.find(text, (start, end, kind) => {
        const mode = settings.modes[kind];
        if (mode !== 'keep') found.push({ start, end, rank: rule.rank, kind, name: kind, mode });
      });
    }
    if (upTo > PATTERN_RANK) {
      for (const { name, keyword, mode, pattern } of compiled.patterns) {
        if (mode === 'keep' || !text.includes(keyword)) continue;
        for (const [start, end] of pattern.find(text)) {
          found.push({ start, end, rank: PATTERN_RANK, kind: 'CUSTOM', name: `CUSTOM_${name}`, mode });
        }
      }
    }
    if (found.length === 0) return text;
    const done = placeholdersIn(text);
    const meant = found.filter((one) => !isAllowed(text.slice(one.start, one.end)) && !touches(one, done));
    if (meant.length === 0) return text;
    const rewritten = rewrite(text, withoutOverlaps([...meant, ...repeatsOf(text, meant)]));
    // What stood next to a value may show itself only when the value is gone.
    return round < MOST_ROUNDS ? search(rewritten, scanText(rewritten), upTo, round + 1) : rewritten;
  };

  const rewrite = (text: string, placed: readonly Placed[]): string => {
    let out = '';
    let copied = 0;
    for (const { start, end, kind, name, mode } of placed) {
      if (mode === 'keep') continue;
      out += text.slice(copied, start) + replacement(name, kind, mode, text.slice(start, end));
      copied = end;
    }
    return out + text.slice(copied);
  };

  const searchDeep = (text: string, seen: number, upTo: number, depth: number): string => {
    const first = text.charCodeAt(0);
    if (depth < MAX_DEPTH && (first === 123 || first === 91) && text.length > 2) {
      const walked = walkJson(text, visitorAt(depth + 1, upTo));
      if (walked !== undefined) return walked;
    }
    return search(text, seen, upTo);
  };

  const searchString = (text: string, upTo: number, depth: number): string => {
    const seen = scanText(text);
    return seen === 0 && !looksEverywhere ? text : searchDeep(text, seen, upTo, depth);
  };

  const whole = (text: string, plan: KeyPlan & { readonly do: 'whole' }): string => {
    if (isPlaceholder(text) || saysNothing(text) || isAllowed(text)) return text;
    return replacement(plan.kind, plan.kind, plan.mode, text);
  };

  const valueAt = (text: string, name: string | undefined, depth: number, upTo: number): string => {
    const plan = name === undefined ? undefined : planOf(name);
    if (plan?.do === 'keep') return text;
    if (plan?.do === 'whole' && upTo > FIRST_NAMED_RANK) return whole(text, plan);
    return searchString(text, isLetThrough(plan, text) ? FIRST_NAMED_RANK : upTo, depth);
  };

  const visitorAt = (depth: number, upTo: number) => ({
    string: (value: string, name: string | undefined, isBase64: boolean): string =>
      isBase64 ? base64At(value, name, depth, upTo) : valueAt(value, name, depth, upTo),
    number(text: string, name: string | undefined): string | undefined {
      const plan = name === undefined ? undefined : planOf(name);
      if (plan?.do === 'whole') return isSecretNumber(plan.kind, text) ? whole(text, plan) : undefined;
      // A number long enough for a card is searched as a text would be.
      if (plan?.do === 'keep' || plan?.do === 'allowed' || text.length < 14) return undefined;
      const changed = search(text, triggers.digits, upTo);
      return changed === text ? undefined : changed;
    },
    key: (name: string): string => searchString(name, upTo, MAX_DEPTH),
  });

  const base64At = (text: string, name: string | undefined, depth: number, upTo: number): string => {
    const plan = name === undefined ? undefined : planOf(name);
    if (plan?.do === 'whole') return Buffer.from(whole(text, plan)).toString('base64');
    const bytes = Buffer.from(text, 'base64');
    const inner = bytes.toString('utf8');
    if (inner.includes('\ufffd')) return text;
    const changed = valueAt(inner, name, depth, upTo);
    return changed === inner ? text : Buffer.from(changed).toString('base64');
  };

  /** A machine gives a version or an id, or a list of them: an object under such a name was written by somebody. */
  const nameWithin = (text: string, name: string | undefined): string | undefined => {
    const plan = name === undefined || !text.trimStart().startsWith('{') ? undefined : planOf(name);
    return plan?.do === 'allowed' && plan.inForm ? undefined : name;
  };

  return {
    scan: (bytes, start, end) => scanTriggers(bytes, start, end, keepPrivateAddresses),
    text: (text, seen) =>
      seen === undefined ? searchString(text, EVERY_RULE, 0) : searchDeep(text, seen, EVERY_RULE, 0),
    value: (text, name) => valueAt(text, name, 0, EVERY_RULE),
    json: (text, name) =>
      walkJson(text, visitorAt(1, EVERY_RULE), nameWithin(text, name)) ?? searchString(text, EVERY_RULE, MAX_DEPTH),
    number: (text, name) => visitorAt(1, EVERY_RULE).number(text, name),
    base64: (text, name) => base64At(text, name, 0, EVERY_RULE),
    planOf,
    looksEverywhere,
    takeCounts() {
      const taken = counts;
      counts = new Map();
      return taken;
    },
  };
}

/** Counts of words are numbers under the name `token`; a code, a pin and a password may be. */
function isSecretNumber(kind: RedactionKind, text: string): boolean {
  if (kind === 'EMAIL' || kind === 'SESSION' || kind === 'AUTHORIZATION') return false;
  return kind !== 'SECRET' || /^\d{3,}$/.test(text);
}

/** True where what was found reaches into one of the placeholders, which are in order. */
function touches(one: Placed, placeholders: readonly (readonly [number, number])[]): boolean {
  let low = 0;
  let high = placeholders.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (placeholders[middle]![1] <= one.start) low = middle + 1;
    else high = middle;
  }
  return low < placeholders.length && placeholders[low]![0] < one.end;
}

/**
 * In order of place. Of two that overlap the lower rank wins; credentials that overlap grow into one, so that no part of
 * either is left.
 */
function withoutOverlaps(found: readonly Placed[]): Placed[] {
  const kept: Placed[] = [];
  for (const one of [...found].sort((a, b) => a.start - b.start || a.rank - b.rank || b.end - a.end)) {
    const last = kept.at(-1);
    if (!last || last.end <= one.start) kept.push(one);
    else if (one.rank < FIRST_PERSONAL_RANK) {
      const winner = one.rank < last.rank ? one : last;
      kept[kept.length - 1] = { ...winner, start: last.start, end: Math.max(last.end, one.end) };
    } else if (one.rank < last.rank)
      kept[kept.length - 1] = { ...one, start: last.start, end: Math.max(last.end, one.end) };
  }
  return kept;
}

/** A secret that stands in a text twice, once with its name and once without, goes both times. */
function repeatsOf(text: string, placed: readonly Placed[]): Placed[] {
  const repeats: Placed[] = [];
  const looked = new Set<string>();
  for (const one of placed) {
    const value = text.slice(one.start, one.end);
    if (one.rank >= FIRST_PERSONAL_RANK || value.length < LEAST_REPEATED || looked.has(value)) continue;
    if (looked.size >= MOST_REPEATED || /^[A-Za-z]+$/.test(value)) continue;
    looked.add(value);
    for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length))
      if (at !== one.start) repeats.push({ ...one, start: at, end: at + value.length });
  }
  return repeats;
}
