import { sha256Hex } from '../../base/crypto/digest.ts';
import { answerChecks, claimChecks } from './check-answer.ts';

/** Every check, by its id in the catalogue. */
export const checkIds: readonly string[] = [...claimChecks, ...answerChecks].map(({ id }) => id).sort();

/** Goes another way with every check that comes or goes: verdicts are compared by it. */
export const CHECKS_VERSION = `checks/${checkIds.length}-${sha256Hex(checkIds.join(' ')).slice(0, 8)}`;
