import type { RedactionKind, RedactionMode, RedactionSettings } from '@foreshock/model/redaction.ts';
import { kindOfKey } from './sensitive-key.ts';

/**
 * What becomes of a value because of the name it has.
 *
 * search    it is searched
 * allowed   searched for credentials of a fixed form only; `inForm`: as long as it looks like what a machine gives
 * keep      nothing is done with it
 * whole     all of it is replaced
 */
export type KeyPlan =
  | { readonly do: 'search' }
  | { readonly do: 'allowed'; readonly inForm: boolean }
  | { readonly do: 'keep' }
  | { readonly do: 'whole'; readonly kind: RedactionKind; readonly mode: Exclude<RedactionMode, 'keep'> };

/** Ids and names that machines gave: they are told apart by them, and look like numbers of people at times. */
const ALLOWED = [
  'trace_id traceId traceid span_id spanId spanid parentSpanId parent_span_id traceparent dd.trace_id dd.span_id',
  'container.id container.image.* container.name container.runtime* *.image.digest *.image.repo_digests digest image_id imageID',
  'k8s.*.name k8s.*.uid k8s.pod.start_time kubernetes.pod_name kubernetes.pod_id kubernetes.container_hash kubernetes.docker_id',
  'asDouble asInt timeUnixNano observedTimeUnixNano startTimeUnixNano host.id service.version telemetry.sdk.version',
]
  .join(' ')
  .split(' ');

/** One word without the signs of sentences, addresses of people and markup; a digest may stand behind an image. */
const GIVEN_BY_MACHINE = /^[\w.:/+~^$-]*(?:@sha256:[0-9a-f]*)?$/;

/** Whether a value under an allowed name is let through: a version that is a sentence was written by somebody. */
export function isLetThrough(plan: KeyPlan | undefined, value: string): boolean {
  return plan?.do === 'allowed' && (!plan.inForm || GIVEN_BY_MACHINE.test(value));
}

const MAX_REMEMBERED = 4_096;

/** By name of an attribute or JSON key. The project's fields go first, then its allowlist, then what names promise. */
export function createKeyPlans(settings: RedactionSettings): (key: string) => KeyPlan {
  const fields = settings.fields.map(({ name, mode }) => ({ matches: createNameMatcher(name), mode }));
  const kept = settings.allow.keys.map(createNameMatcher);
  const allowed = ALLOWED.map(createNameMatcher);
  const remembered = new Map<string, KeyPlan>();
  const decide = (key: string): KeyPlan => {
    const field = fields.find(({ matches }) => matches(key));
    if (field) {
      if (field.mode === 'keep') return { do: 'keep' };
      return { do: 'whole', kind: kindOfKey(key) ?? 'CUSTOM', mode: field.mode };
    }
    if (kept.some((matches) => matches(key))) return { do: 'allowed', inForm: false };
    if (allowed.some((matches) => matches(key))) return { do: 'allowed', inForm: true };
    const kind = kindOfKey(key);
    if (kind === undefined) return { do: 'search' };
    const mode = settings.modes[kind];
    // A kind that is kept is kept under its names; other kinds in the value are still looked for.
    return mode === 'keep' ? { do: 'search' } : { do: 'whole', kind, mode };
  };
  return (key) => {
    const known = remembered.get(key);
    if (known) return known;
    const plan = decide(key);
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, plan);
    return plan;
  };
}

/** `*` stands for any characters, case does not matter. Linear: each part is looked for once, from the left. */
function createNameMatcher(name: string): (key: string) => boolean {
  const parts = name.toLowerCase().split('*');
  const first = parts[0]!;
  if (parts.length === 1) return (key) => key.toLowerCase() === first;
  const last = parts.at(-1)!;
  const inner = parts.slice(1, -1);
  return (key) => {
    const text = key.toLowerCase();
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    const stop = text.length - last.length;
    for (const part of inner) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > stop) return false;
      at = found + part.length;
    }
    return at <= stop;
  };
}
