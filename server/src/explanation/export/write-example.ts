import { type ChatMessage, chatMessages } from './chat-messages.ts';
import type { ChatExample, PreferenceExample } from './choose-examples.ts';

/** The texts of a call, opened; `undefined` where they are not as they were sealed. */
export type OpenTexts = (call: string) => Promise<{ readonly prompt: string; readonly answer: string } | undefined>;

export type Written = { readonly line: string } | { readonly leftOut: string };

/** One line of JSON, in the form that chat and preference tuning take, or why there is none. */
export async function writeExample(
  example: ChatExample | PreferenceExample,
  open: OpenTexts,
  redact: (text: string) => string,
): Promise<Written> {
  const taught = example.kind === 'chat' ? example.call : example.preferred;
  const texts = await open(taught.call.id);
  const messages = texts && chatMessages(texts.prompt);
  if (!texts || !messages) return { leftOut: 'unreadable' };
  const rejected = example.kind === 'chat' ? undefined : await open(example.rejected.call.id);
  if (example.kind === 'preference' && !rejected) return { leftOut: 'unreadable' };
  // The question as it was put first: the repaired one names the faults.
  const input =
    example.kind === 'preference' && example.because === 'repair' ? chatMessages(rejected!.prompt) : messages;
  if (!input) return { leftOut: 'unreadable' };
  const said = [...input.map(({ content }) => content), texts.answer, ...(rejected ? [rejected.answer] : [])];
  // Rules may have come since it left: rather one example less than one that was not searched by today's.
  if (said.some((text) => redact(text) !== text)) return { leftOut: 'masked-today' };
  const assistant = (content: string): ChatMessage => ({ role: 'assistant', content });
  const line = rejected
    ? {
        input: { messages: input, tools: [], parallel_tool_calls: true },
        preferred_output: [assistant(texts.answer)],
        non_preferred_output: [assistant(rejected.answer)],
      }
    : { messages: [...input, assistant(texts.answer)] };
  return { line: JSON.stringify(line) };
}
