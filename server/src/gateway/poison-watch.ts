import { failure, type Result } from '@foreshock/model/known-error.ts';
import { sha256Hex } from '../base/crypto/digest.ts';
import { randomBytes } from '../base/crypto/random.ts';
import type { Logger } from '../base/logger.ts';

/** Twice may be chance; a sender who comes a third time with the same bytes would come for ever. */
const MAX_FAILURES = 3;
const MAX_REMEMBERED = 1_000;

/** Ends the endless retry of a request that meets a bug of ours. */
export interface PoisonWatch {
  /** `internal`, which senders repeat; `request-malformed`, which they drop, from the third time on. */
  judge(body: Uint8Array, stack: string): Result<never>;
}

export function createPoisonWatch(logger: Logger): PoisonWatch {
  const failuresByHash = new Map<string, number>();
  return {
    judge: (body, stack) => {
      const hash = sha256Hex(body);
      const failures = (failuresByHash.get(hash) ?? 0) + 1;
      failuresByHash.set(hash, failures);
      if (failuresByHash.size > MAX_REMEMBERED) failuresByHash.delete(failuresByHash.keys().next().value!);
      const reference = createReference();
      logger.error('request check failed', { reference, hash, sizeBytes: body.length, failures, stack });
      if (failures >= MAX_FAILURES) {
        const text = `request failed ${failures} times, reference ${reference}; it is not kept, report it with the log`;
        return failure('request-malformed', text);
      }
      return failure('internal', `internal error, reference ${reference}; the log of the gateway has the details`);
    },
  };
}

/** 8 hex digits: names one line of the log. */
export function createReference(): string {
  return Buffer.from(randomBytes(4)).toString('hex');
}
