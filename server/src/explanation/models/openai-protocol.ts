// Chat completions, as OpenAI, Azure, vLLM, Ollama and llama.cpp serve them.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { z } from 'zod';
import type { AnswerForm, ModelAnswer, ModelProtocol, ModelRequest } from './language-model.ts';
import { readEvents } from './server-sent-events.ts';

const Usage = z.object({ prompt_tokens: z.number().optional(), completion_tokens: z.number().optional() }).nullish();
const Part = z.object({ content: z.string().nullish(), refusal: z.string().nullish() });
const Whole = z.object({
  choices: z.array(z.object({ message: Part, finish_reason: z.string().nullish() })).min(1),
  usage: Usage,
});
const Chunk = z.object({
  choices: z.array(z.object({ delta: Part.optional(), finish_reason: z.string().nullish() })).default([]),
  usage: Usage,
});

export const openaiProtocol: ModelProtocol = {
  path: 'chat/completions',
  headers: (apiKey): Record<string, string> =>
    apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}`, 'api-key': apiKey },
  forms: ['schema', 'reasoning-schema', 'json', 'plain'],
  encode: (model, request, form) =>
    JSON.stringify({
      model,
      messages: [
        { role: 'system', content: request.system },
        { role: 'user', content: request.prompt },
      ],
      ...(form === 'reasoning-schema'
        ? { max_completion_tokens: request.maxTokens }
        : { max_tokens: request.maxTokens, temperature: 0 }),
      stream: true,
      stream_options: { include_usage: true },
      ...responseFormat(request, form),
    }),
  decode(mediaType, text) {
    if (mediaType === 'text/event-stream') return decodeStream(text);
    const parsed = Whole.safeParse(parseOrNothing(text));
    if (!parsed.success) return failure('model-answer-invalid', 'the answer is no chat completion');
    const { message, finish_reason } = parsed.data.choices[0]!;
    return answerOf(message.content ?? '', message.refusal ?? '', finish_reason, parsed.data.usage);
  },
};

function responseFormat(request: ModelRequest, form: AnswerForm): object {
  if (form === 'plain') return {};
  if (form === 'json') return { response_format: { type: 'json_object' } };
  const json_schema = { name: 'answer', strict: true, schema: request.schema };
  return { response_format: { type: 'json_schema', json_schema } };
}

function decodeStream(text: string): Result<ModelAnswer> {
  let content = '';
  let refusal = '';
  let reason: string | null | undefined;
  let usage: z.infer<typeof Usage>;
  for (const event of readEvents(text)) {
    const parsed = Chunk.safeParse(event);
    if (!parsed.success) continue;
    const choice = parsed.data.choices[0];
    content += choice?.delta?.content ?? '';
    refusal += choice?.delta?.refusal ?? '';
    reason = choice?.finish_reason ?? reason;
    usage = parsed.data.usage ?? usage;
  }
  if (reason === undefined || reason === null) return failure('model-unavailable', 'the answer was cut off on its way');
  return answerOf(content, refusal, reason, usage);
}

function answerOf(
  content: string,
  refusal: string,
  reason: string | null | undefined,
  usage: z.infer<typeof Usage>,
): Result<ModelAnswer> {
  if (refusal !== '' || reason === 'content_filter') return failure('model-refused', 'the model declined to answer');
  if (reason === 'length') return failure('model-answer-invalid', 'the answer is longer than the tokens allowed');
  if (content === '') return failure('model-answer-invalid', 'the answer is empty');
  return success({ text: content, inputTokens: usage?.prompt_tokens, outputTokens: usage?.completion_tokens });
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
