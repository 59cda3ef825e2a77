import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { Answer, claimsOf } from './answer.ts';

const MOST_CLAIMS = 40;
const MOST_BYTES = 65_536;

/** J1: JSON of our form and of a size that a person reads. A code fence around it is taken off: servers without a schema write one. */
export function parseAnswer(text: string): Result<Answer> {
  if (Buffer.byteLength(text) > MOST_BYTES) return failure('model-answer-invalid', 'J1: the answer is too long');
  const bare = text.trim().replace(/^```(?:json)?\s*([\s\S]*?)\s*```$/, '$1');
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch {
    return failure('model-answer-invalid', 'J1: the answer is not JSON');
  }
  const parsed = Answer.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return failure('model-answer-invalid', `J1: ${path.join('.') || 'the answer'}: ${message}`);
  }
  if (claimsOf(parsed.data).length > MOST_CLAIMS)
    return failure('model-answer-invalid', 'J1: the answer has too many claims');
  return success(parsed.data);
}
