const TO_A_READER = new Set(
  'ignore disregard forget instruction instructions prompt prompts override jailbreak assistant pretend resolved please you your yourself must should mark downgrade respond summarize summarise hypothesis chatbot llm gpt obey comply regardless actually'.split(
    ' ',
  ),
);
const PHRASES = /root[\W_]*cause|false[\W_]*alarm|as[\W_]+an?[\W_]+ai\b|language[\W_]*model|system\s*:/i;
/** Links, images, JSON, ids of our packs, and runs that may hold anything in another alphabet. */
const FORMS = /https?:|www\.|\]\(|!\[|[{[]\s*"|"\s*:|\b[VEHF]\d{1,3}\b|[A-Za-z0-9+/]{28,}={0,2}(?![\w./-])/;
/** More words are a sentence. */
const NAME_WORDS = 8;

/**
 * Whether a text of telemetry could speak to whoever reads it, rather than say what happened. Rather one too many: what is
 * held back is still shown to people, and a model needs no words of ours or of others to speak of a fact.
 */
export function addressesReader(text: string): boolean {
  return (
    /[^\p{ASCII}]/u.test(text) ||
    PHRASES.test(text) ||
    FORMS.test(text) ||
    wordsIn(text).some((word) => TO_A_READER.has(word))
  );
}

/** The same of a name, which is no sentence either. */
export function nameAddressesReader(name: string): boolean {
  return wordsIn(name).length > NAME_WORDS || addressesReader(name);
}

function wordsIn(text: string): string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
}
