// The model that tells; where a cap holds it back the smaller one; then an earlier answer to the same evidence, checked
// anew; then nobody, and the template's story stays.
import type { CappedStory } from '@foreshock/model/story.ts';
import type { LanguageModel } from './models/language-model.ts';
import type { EvidencePack } from './pack/evidence-pack.ts';
import { isHeldBack, retellStory, type TellOptions, type ToldCall, type ToldWords, tellStory } from './tell-story.ts';

export interface EarlierAnswer {
  /** Id of the call that it is from, and the model's name. */
  readonly call: string;
  readonly model: string;
  readonly answer: string;
}

export interface LadderOptions extends Omit<TellOptions, 'model'> {
  /** The one that tells first. */
  readonly rungs: readonly LanguageModel[];
  /** The newest answer to the same evidence. */
  readonly findEarlier: () => Promise<EarlierAnswer | undefined>;
}

export interface LadderStory {
  readonly step: 'model' | CappedStory['step'];
  /** Absent: too little held, nobody answered, or nobody was asked. */
  readonly words: ToldWords | undefined;
  /** Name of the model whose words they are. */
  readonly by: string;
  /** Of an earlier answer. */
  readonly earlier?: string;
  readonly calls: readonly ToldCall[];
}

export async function tellByLadder(
  pack: EvidencePack,
  { rungs, findEarlier, ...options }: LadderOptions,
): Promise<LadderStory> {
  const calls: ToldCall[] = [];
  for (const [depth, model] of rungs.entries()) {
    const told = await tellStory(pack, { ...options, model });
    calls.push(...told.calls);
    const isStopped = told.calls.some(isHeldBack);
    if (!isStopped) return { step: depth === 0 ? 'model' : 'smaller', words: told.words, by: model.name, calls };
  }
  const earlier = await findEarlier();
  const words = earlier && retellStory(earlier.answer, pack, options);
  if (!earlier || !words) return { step: 'template', words: undefined, by: '', calls };
  return { step: 'cached', words, by: earlier.model, earlier: earlier.call, calls };
}
