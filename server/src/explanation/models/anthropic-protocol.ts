// Messages as Anthropic serves them; the form of the answer is asked for as the input of a tool that must be used.
import { failure, success } from '@foreshock/model/known-error.ts';
import { z } from 'zod';
import type { ModelProtocol } from './language-model.ts';
import { readEvents } from './server-sent-events.ts';

const Event = z.object({
  type: z.string(),
  delta: z
    .object({
      text: z.string().optional(),
      partial_json: z.string().optional(),
      stop_reason: z.string().nullish(),
    })
    .optional(),
  message: z.object({ usage: z.object({ input_tokens: z.number().optional() }).optional() }).optional(),
  usage: z.object({ output_tokens: z.number().optional() }).optional(),
});

export const anthropicProtocol: ModelProtocol = {
  path: 'messages',
  headers: (apiKey): Record<string, string> => ({
    'anthropic-version': '2023-06-01',
    ...(apiKey !== undefined && { 'x-api-key': apiKey }),
  }),
  forms: ['schema', 'plain'],
  encode: (model, request, form) =>
    JSON.stringify({
      model,
      system: request.system,
      messages: [{ role: 'user', content: request.prompt }],
      max_tokens: request.maxTokens,
      temperature: 0,
      stream: true,
      ...(form === 'schema' && {
        tools: [{ name: 'answer', description: 'Gives the answer.', input_schema: request.schema }],
        tool_choice: { type: 'tool', name: 'answer' },
      }),
    }),
  decode(mediaType, text) {
    if (mediaType !== 'text/event-stream') return failure('model-answer-invalid', 'the answer is no stream of events');
    let said = '';
    let input = '';
    let reason: string | null | undefined;
    let inputTokens: number | undefined;
    let outputTokens: number | undefined;
    let isWhole = false;
    for (const event of readEvents(text)) {
      const parsed = Event.safeParse(event);
      if (!parsed.success) continue;
      const { type, delta, message, usage } = parsed.data;
      if (type === 'error') return failure('model-unavailable', 'the server broke the answer off with an error');
      said += delta?.text ?? '';
      input += delta?.partial_json ?? '';
      reason = delta?.stop_reason ?? reason;
      inputTokens = message?.usage?.input_tokens ?? inputTokens;
      outputTokens = usage?.output_tokens ?? outputTokens;
      isWhole ||= type === 'message_stop';
    }
    if (!isWhole) return failure('model-unavailable', 'the answer was cut off on its way');
    if (reason === 'refusal') return failure('model-refused', 'the model declined to answer');
    if (reason === 'max_tokens' || reason === 'model_context_window_exceeded')
      return failure('model-answer-invalid', 'the answer is longer than the tokens allowed');
    // Words may stand before the tool that was asked for.
    const written = input || said;
    if (written === '') return failure('model-answer-invalid', 'the answer is empty');
    return success({ text: written, inputTokens, outputTokens });
  },
};
