import { failure, type Result, success } from './known-error.ts';

export const promptTones = ['plain', 'terse', 'thorough'] as const;
export const promptAudiences = ['on-call', 'owner', 'newcomer'] as const;

/** What a project may say about how its stories are worded. It narrows; what is checked stands elsewhere. */
export interface PromptParts {
  readonly tone: (typeof promptTones)[number];
  readonly audience: (typeof promptAudiences)[number];
  /** `English`: the words that checks know are English. */
  readonly language: string;
  /** In the project's own words; `{{severity}}` and the like are filled in. */
  readonly houseRules: string;
}

export const defaultPromptParts: PromptParts = {
  tone: 'plain',
  audience: 'on-call',
  language: 'English',
  houseRules: '',
};

export const MOST_HOUSE_RULES = 2_000;
/** Figures of a pack's summary: no text of telemetry can be reached. */
export const promptVariables = ['severity', 'status', 'services', 'facts'] as const;
export type PromptVariable = (typeof promptVariables)[number];

const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;

/** `input-invalid` with every fault at once. */
export function checkPromptParts(parts: PromptParts): Result<PromptParts> {
  const faults: string[] = [];
  if (parts.language !== 'English')
    faults.push(
      `language is "${parts.language}": stories are checked word by word, and the words that checks know are English; only "English" can be told`,
    );
  if (parts.houseRules.length > MOST_HOUSE_RULES)
    faults.push(`houseRules has ${parts.houseRules.length} characters: at most ${MOST_HOUSE_RULES}`);
  for (const [, name = ''] of parts.houseRules.matchAll(VARIABLE)) {
    if (!isVariable(name))
      faults.push(
        `houseRules: there is no {{${name}}}; known are ${promptVariables.map((one) => `{{${one}}}`).join(', ')}`,
      );
  }
  return faults.length > 0 ? failure('input-invalid', faults.join('; ')) : success(parts);
}

/** `values`: of the incident in hand. */
export function fillPromptVariables(text: string, values: Readonly<Record<PromptVariable, string>>): string {
  return text.replace(VARIABLE, (whole, name: string) => (isVariable(name) ? values[name] : whole));
}

function isVariable(name: string): name is PromptVariable {
  return (promptVariables as readonly string[]).includes(name);
}
