// `Idempotency-Key`: whoever does not know whether a write arrived sends it again, and it is done once.
import type { Operation } from '@foreshock/contract/operation.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { sha256Hex } from '../base/crypto/digest.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { beginRequest, forgetRequest, keepAnswer } from '../store/metadata/idempotent-answers.ts';
import type { Caller } from './caller.ts';

export interface OnceRequest {
  readonly description: Operation;
  readonly input: unknown;
  readonly caller: Caller;
  readonly key: string;
}

export interface OnceAnswer {
  readonly answer: Result<unknown>;
  /** It was done before, and this is what was answered then. */
  readonly isReplay: boolean;
}

export type AnswerOnce = (request: OnceRequest, work: () => Promise<Result<unknown>>) => Promise<OnceAnswer>;

/** Longer than any command takes. */
const IN_HAND_MS = MINUTE;
const COME_AGAIN_MS = SECOND;

/** 1 to 255 printable characters, as other APIs take them. */
export const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

export function createAnswerOnce(db: MetadataDatabase, clock: Clock): AnswerOnce {
  return async ({ description, input, caller, key }, work) => {
    const { tenant, credential } = caller;
    const name = { credential, key };
    const digest = sha256Hex(JSON.stringify([description.name, input]));
    const begun = await beginRequest(db, tenant, name, digest, clock.now());
    if (begun.state === 'other')
      return refuse(`idempotency key "${key}" was used for another request: choose a new key for each`);
    if (begun.state === 'answered') {
      if (description.answerIsSecret)
        return refuse(`${description.name} was done under this key, and its secret was shown once: see what was made`);
      return { answer: success(begun.answer), isReplay: true };
    }
    if (begun.state === 'begun') {
      if (clock.now() - begun.at < IN_HAND_MS) {
        const text = `${description.name} under this key is being worked on: ask again in a second`;
        return { answer: failure('idempotency-conflict', text, COME_AGAIN_MS), isReplay: false };
      }
      return refuse(`it is not known whether ${description.name} was done: look, and send it under a new key if not`);
    }
    // What throws may have done a part: the note stays, and a repetition is told to look.
    const answer = await work();
    if (answer.ok) await keepAnswer(db, tenant, name, description.answerIsSecret ? { secret: true } : answer.value);
    else await forgetRequest(db, tenant, name);
    return { answer, isReplay: false };
  };
}

function refuse(text: string): OnceAnswer {
  return { answer: failure('idempotency-conflict', text), isReplay: false };
}
