import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { parseFencedJson } from '../../base/parse-fenced-json.ts';
import { Answer, claimsOf } from './answer.ts';

const MOST_CLAIMS = 40;
const MOST_BYTES = 65_536;

/** J1: JSON of our form and of a size that a person reads. */
export function parseAnswer(text: string): Result<Answer> {
  if (Buffer.byteLength(text) > MOST_BYTES) return failure('model-answer-invalid', 'J1: the answer is too long');
  const value = parseFencedJson(text);
  if (value === undefined) return failure('model-answer-invalid', 'J1: the answer is not JSON');
  const parsed = Answer.safeParse(value);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0]!;
    return failure('model-answer-invalid', `J1: ${path.join('.') || 'the answer'}: ${message}`);
  }
  if (claimsOf(parsed.data).length > MOST_CLAIMS)
    return failure('model-answer-invalid', 'J1: the answer has too many claims');
  return success(parsed.data);
}
