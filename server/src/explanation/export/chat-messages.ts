import { z } from 'zod';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

const Message = z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() });
const Sent = z.object({ system: z.string().optional(), messages: z.array(Message).min(1) });

/** The messages of a request as it left, of either protocol; `undefined` when it is neither. */
export function chatMessages(sent: string): ChatMessage[] | undefined {
  const parsed = Sent.safeParse(parsedOrNothing(sent));
  if (!parsed.success) return undefined;
  const { system, messages } = parsed.data;
  return system === undefined ? messages : [{ role: 'system', content: system }, ...messages];
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
