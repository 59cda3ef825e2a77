import { expect, test } from 'vitest';
import { anthropicProtocol } from './anthropic-protocol.ts';
import { describeLanguageModel } from './language-model.contract.ts';

describeLanguageModel('anthropic');

const event = (type: string, more: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
const decode = (stopReason: string, ...deltas: object[]) =>
  anthropicProtocol.decode(
    'text/event-stream',
    [
      event('message_start', { message: { usage: { input_tokens: 5, output_tokens: 1 } } }),
      event('ping'),
      ...deltas.map((delta, index) => event('content_block_delta', { index, delta })),
      event('message_delta', { delta: { stop_reason: stopReason }, usage: { output_tokens: 9 } }),
      event('message_stop'),
    ].join(''),
  );

test('words and thoughts before the tool are not taken for its input, and without a tool the words are the answer', () => {
  const words = { type: 'text_delta', text: 'I will answer.' };
  const thought = { type: 'thinking_delta', thinking: 'hm' };
  const input = ['{"a"', ':1}'].map((partial_json) => ({ type: 'input_json_delta', partial_json }));
  expect(decode('tool_use', thought, words, ...input)).toEqual({
    ok: true,
    value: { text: '{"a":1}', inputTokens: 5, outputTokens: 9 },
  });
  expect(decode('end_turn', words)).toMatchObject({ ok: true, value: { text: 'I will answer.' } });
});

test('an answer that ran out of room is told as too long, by the limit of the answer or of the model', () => {
  for (const reason of ['max_tokens', 'model_context_window_exceeded'])
    expect(decode(reason, { type: 'text_delta', text: '{' })).toMatchObject({
      ok: false,
      error: { code: 'model-answer-invalid' },
    });
});
