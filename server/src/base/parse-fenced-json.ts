/** JSON that a language model wrote, with or without the code fence that some put around it; `undefined` for what is none. */
export function parseFencedJson(text: string): unknown {
  try {
    return JSON.parse(text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1'));
  } catch {
    return undefined;
  }
}
