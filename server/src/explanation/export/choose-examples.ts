// Which calls teach something: answers that held and were found useful, and pairs of which one is better.
import type { ModelCall } from '@foreshock/model/model-call.ts';

/** A call with what people said of the story that came of it. */
export interface ExportedCall {
  readonly call: ModelCall;
  readonly evidenceHash: string;
  readonly useful: number;
  readonly notUseful: number;
}

export interface ChatExample {
  readonly kind: 'chat';
  readonly call: ExportedCall;
}

export interface PreferenceExample {
  readonly kind: 'preference';
  /** Why one is better: it was asked again and then held, people found it useful, or another model's did not hold. */
  readonly because: 'repair' | 'rating' | 'checks';
  readonly preferred: ExportedCall;
  readonly rejected: ExportedCall;
}

export interface ChosenExamples {
  readonly chat: readonly ChatExample[];
  readonly preference: readonly PreferenceExample[];
  /** Calls that are no example, by why. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** `withUnrated`: answers that held and that nobody has rated teach too. Calls in any order. */
export function chooseExamples(calls: readonly ExportedCall[], withUnrated: boolean): ChosenExamples {
  const leftOut: Record<string, number> = {};
  const chat: ChatExample[] = [];
  for (const one of calls) {
    const why = reasonAgainst(one, withUnrated);
    if (why === undefined) chat.push({ kind: 'chat', call: one });
    else leftOut[why] = (leftOut[why] ?? 0) + 1;
  }
  const about = Map.groupBy(calls, ({ call, evidenceHash }) => `${call.incident} ${evidenceHash}`);
  return { chat, preference: [...about.values()].flatMap(pairsOf), leftOut };
}

function reasonAgainst({ call, useful, notUseful }: ExportedCall, withUnrated: boolean): string | undefined {
  if (!isStory(call)) return 'no-story';
  if (call.outcome !== 'accepted') return call.outcome;
  if (call.shadow) return 'shadow';
  if (call.verdicts.some(({ verdict }) => verdict === 'dropped')) return 'some-sentence-dropped';
  if (notUseful > 0) return 'rated-not-useful';
  return useful > 0 || withUnrated ? undefined : 'unrated';
}

/** Of calls about the same evidence of one incident. Each rejected answer is used once. */
function pairsOf(calls: readonly ExportedCall[]): PreferenceExample[] {
  const answered = [...calls].sort((a, b) => a.call.time - b.call.time).filter(({ call }) => hasAnswer(call));
  const held = answered.filter(({ call }) => call.outcome === 'accepted');
  const pairs: PreferenceExample[] = [];
  for (const rejected of answered) {
    const isRefused = rejected.call.outcome === 'refused-by-checks';
    if (!isRefused && rejected.notUseful === 0) continue;
    const isOther = (one: ExportedCall): boolean => one !== rejected && one.notUseful === 0;
    const repaired = held.find(
      (one) => isOther(one) && one.call.isRepair && one.call.model === rejected.call.model && isRefused,
    );
    const preferred = repaired ?? held.find((one) => isOther(one) && (isRefused || one.useful > 0));
    if (!preferred) continue;
    const because = repaired ? 'repair' : isRefused ? 'checks' : 'rating';
    pairs.push({ kind: 'preference', because, preferred, rejected });
  }
  return pairs;
}

/** Other questions have answers of other forms. */
function isStory({ incident }: ModelCall): boolean {
  return incident !== '';
}

function hasAnswer(call: ModelCall): boolean {
  const { outcome } = call;
  return isStory(call) && (outcome === 'accepted' || outcome === 'refused-by-checks');
}
