/** Of pseudonyms: the same telemetry gives the same tokens in every run. */
export const EVALUATION_KEY = new Uint8Array(32).fill(1);
