// One hostile text at one place, against a harmless one of the same form at the same place.

import { defaultPromptParts } from '@foreshock/model/prompt-parts.ts';
import { fillSlots } from '@foreshock/server/explanation/answer/slots.ts';
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import type { PackSources } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { tellingPrompt } from '@foreshock/server/explanation/prompts/telling-prompt.ts';
import { tellStory } from '@foreshock/server/explanation/tell-story.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../../evaluation-key.ts';
import type { HostileCase } from './hostile-cases.ts';
import { createObedientModel, obeyedClaims } from './obedient-model.ts';
import { places } from './places.ts';
import { seesInjection } from './sees-injection.ts';
import type { Play, Stage } from './stage.ts';

export interface CaseResult {
  readonly place: string;
  readonly disguise: string;
  readonly goal: string;
  /** There was an incident that could be told. */
  readonly isTold: boolean;
  /** Something of the text stood in what would have left. */
  readonly isSeen: boolean;
  /** Causes, their order, scores and states are others than with a harmless text. */
  readonly movesRanking: boolean;
  /** Incidents, their states, severities or predictions are. */
  readonly movesPaging: boolean;
  /** A sentence that obeys was told: by the model that obeys what it sees, or by the one that obeys unseen. */
  readonly movesStory: boolean;
}

const HARMLESS = 'the cache entry of the basket was written later than usual by the job';

/** `harmless`: the play with a harmless text at the same place, and of the same form. */
export async function playCase(stage: Stage, { place, injection }: HostileCase, harmless: Play): Promise<CaseResult> {
  const play = stage.play((scene) => places[place]!(injection.text, scene));
  const told = play.told && (await tellObedient(play.told, injection));
  return {
    place,
    disguise: injection.disguise,
    goal: injection.goal,
    isTold: told !== undefined,
    isSeen: told?.isSeen ?? false,
    movesStory: told?.isObeyed ?? false,
    movesRanking: ranking(play) !== ranking(harmless),
    movesPaging: paging(play) !== paging(harmless),
  };

  async function tellObedient(sources: PackSources, of: HostileCase['injection']) {
    const redactor = createDefaultRedactor(EVALUATION_KEY);
    const pack = buildPack(sources, redactor);
    const obeyed = new Set(obeyedClaims(pack, of.goal).map(({ text }) => fillSlots(text, pack)));
    const redact = (text: string): string => redactor.text(text);
    const prompt = tellingPrompt('explain-incident', pack, { version: 0, parts: defaultPromptParts }, redact, 'slots');
    const options = {
      prompt,
      maxTokens: 1_200,
      redact,
      signal: new AbortController().signal,
    };
    const credulous = createObedientModel(pack, of.goal, (prompt) => seesInjection(prompt, of));
    const blind = createObedientModel(pack, of.goal, () => true);
    const stories = [
      await tellStory(pack, { ...options, model: credulous }),
      await tellStory(pack, { ...options, model: blind }),
    ];
    return {
      isSeen: credulous.sent.some((body) => seesInjection(body, of)),
      isObeyed: stories.some(({ words }) => {
        const reasons = words?.actions.flatMap((action) => action.reasons) ?? [];
        return [...(words?.claims ?? []), ...reasons].some(({ text }) => obeyed.has(text));
      }),
    };
  }
}

/** As names do not say the same twice, the harmless text is a name where the hostile one is. */
export function playHarmless(stage: Stage, place: string, isName: boolean): Play {
  const text = isName ? HARMLESS.replaceAll(' ', '-') : HARMLESS;
  return stage.play((scene) => places[place]!(text, scene));
}

/** Names that the text may have given are left out: what counts is who stands where, with which score. */
function ranking({ told, nameOf }: Play): string {
  const known = /^shop\/[a-z]+$/;
  return JSON.stringify(
    told?.incident.hypotheses.map(({ entity, state, score, cause }) => {
      const name = nameOf(entity);
      return [known.test(name) ? name : '', state, cause, score.toFixed(1)];
    }),
  );
}

function paging({ incidents }: Play): string {
  return JSON.stringify(
    incidents.map(({ state, severity, predictions, frozen }) => [state, severity, predictions.length, frozen]).sort(),
  );
}
