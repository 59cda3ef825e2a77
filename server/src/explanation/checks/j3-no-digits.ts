import { wordsOf } from '../answer/slots.ts';
import type { ClaimCheck } from './check.ts';

/** Names that hold a digit and are no figure. */
const NAMES = /\b(?:[45]xx|p(?:50|75|90|95|99)|HTTP\/[123]|k8s|IPv[46]|S3|OAuth2)\b/gi;

/** The model writes no number: a figure is a slot. */
export const noDigits: ClaimCheck = {
  id: 'J3',
  fault: ({ claim }) =>
    /\p{N}/u.test(wordsOf(claim.text).replace(NAMES, ' ')) ? 'it writes a figure; use a slot instead' : undefined,
};
