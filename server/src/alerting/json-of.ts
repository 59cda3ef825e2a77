/** `undefined` for what is no JSON, which no schema takes. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What others sent need not be JSON; who asks says so to them.
    return undefined;
  }
}
