/** The worker of thread-call.test.ts. */
import { readThreadSettings, serveThreadCalls } from './thread-call.ts';

export type TestCall =
  | { readonly kind: 'multiply'; readonly number: number }
  | { readonly kind: 'invert'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'throw'; readonly text: string }
  | { readonly kind: 'die' };

const { factor } = readThreadSettings() as { readonly factor: number };

serveThreadCalls<TestCall, unknown>((call) => {
  switch (call.kind) {
    case 'multiply':
      return { answer: call.number * factor };
    case 'invert': {
      const inverted = call.bytes.map((byte) => 255 - byte);
      return { answer: inverted, transfer: [inverted.buffer] };
    }
    case 'throw':
      throw new Error(call.text);
    case 'die':
      process.exit(1);
  }
});
