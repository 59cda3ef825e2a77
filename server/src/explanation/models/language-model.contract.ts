// One law for every provider: against a server that speaks its protocol, and misbehaves.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Misbehaviour, type ModelServer, startModelServer } from '../../../../test/support/model-server.ts';
import { until } from '../../../../test/support/until.ts';
import { createStillClock } from '../../base/clock.ts';
import { createLanguageModel } from './create-language-model.ts';
import type { LanguageModel, ModelRequest } from './language-model.ts';

const SAID = JSON.stringify({ word: 'größer "quoted"' });
const request: ModelRequest = {
  system: 'You explain.',
  prompt: '{"v":1}',
  schema: { type: 'object' },
  maxTokens: 300,
  signal: new AbortController().signal,
};

export function describeLanguageModel(protocol: 'openai' | 'anthropic'): void {
  let server: ModelServer;
  let model: LanguageModel;
  const modelOf = (timeoutSeconds: number, url = server.url): LanguageModel =>
    createLanguageModel({
      url,
      name: 'test-model',
      protocol,
      apiKey: 'key-of-the-test',
      timeoutSeconds,
      maxConcurrent: 2,
      clock: createStillClock(0),
      chance: () => 0,
      backOff: { firstMs: 1, maxMs: 1, factor: 1 },
    });
  beforeAll(async () => {
    server = await startModelServer(protocol, () => SAID);
  });
  beforeEach(() => {
    model = modelOf(20);
  });
  afterAll(() => server.stop());

  test(`${protocol}: what the model wrote arrives whole, with its tokens and the exact body that left`, async () => {
    const { sent, attempts, result } = await model.complete(request);
    expect(result).toEqual({ ok: true, value: { text: SAID, inputTokens: 1_000, outputTokens: 200 } });
    const received = server.received.at(-1)!;
    expect(received.body).toBe(sent);
    expect([received.system, received.prompt, attempts]).toEqual([request.system, request.prompt, 1]);
    expect(JSON.stringify(received.headers)).toContain('key-of-the-test');
    expect(sent).not.toContain('key-of-the-test');
  });

  test(`${protocol}: what may pass is tried again: overload, a server's fault, a stream that is cut`, async () => {
    for (const odd of ['overloaded', 'broken', 'cut'] as const) {
      server.misbehave(odd);
      const { attempts, result } = await model.complete(request);
      expect([odd, result.ok, attempts]).toEqual([odd, true, 2]);
    }
  });

  test(`${protocol}: a server that knows no schema is asked in a plainer form, and from then on at once`, async () => {
    server.misbehave('no-schema', 'no-schema', 'no-schema');
    expect((await model.complete(request)).result.ok).toBe(true);
    const again = await model.complete(request);
    server.misbehave();
    expect([again.result.ok, again.attempts]).toEqual([true, 1]);
    expect(again.sent).not.toContain('"schema"');
  });

  test(`${protocol}: what will not pass is told and not tried again`, async () => {
    const cases: [Misbehaviour, string][] = [
      ['wrong-key', 'model-refused'],
      ['refusal', 'model-refused'],
      ['not-protocol', 'model-answer-invalid'],
      ['too-long', 'model-answer-invalid'],
      ['endless', 'model-answer-invalid'],
    ];
    for (const [odd, code] of cases) {
      server.misbehave(odd);
      const { attempts, result } = await model.complete(request);
      expect([odd, result.ok ? 'ok' : result.error.code, attempts]).toEqual([odd, code, 1]);
    }
  });

  test(`${protocol}: a redirect is not followed`, async () => {
    server.misbehave('elsewhere', 'elsewhere', 'elsewhere');
    const { result } = await model.complete(request);
    expect(result.ok ? 'ok' : result.error.code).toBe('model-unavailable');
  });

  test(`${protocol}: a server that says nothing ends at the deadline, and after three such calls is left alone`, async () => {
    const hasty = modelOf(0.05);
    const before = server.received.length;
    for (let call = 0; call < 3; call++) {
      server.misbehave('silent', 'silent', 'silent');
      const { result } = await hasty.complete(request);
      expect(result.ok ? 'ok' : result.error.code).toBe('model-unavailable');
    }
    const { attempts, sent } = await hasty.complete(request);
    expect([attempts, sent, server.received.length - before]).toEqual([0, '', 9]);
  });

  test(`${protocol}: a call that is ended while the server says nothing ends at once, and is not tried again`, async () => {
    const ended = new AbortController();
    server.misbehave('silent');
    const before = server.received.length;
    const call = model.complete({ ...request, signal: ended.signal });
    await until('the request to arrive', 10_000, async () => server.received.length > before);
    ended.abort();
    const { attempts, result } = await call;
    server.misbehave();
    expect([attempts, result.ok ? 'ok' : result.error.code]).toEqual([1, 'model-unavailable']);
    expect((await model.complete(request)).result.ok).toBe(true);
  });

  test(`${protocol}: more calls than may run at once wait for their turn`, async () => {
    const all = await Promise.all(Array.from({ length: 7 }, () => model.complete(request)));
    expect(all.every(({ result }) => result.ok)).toBe(true);
  });
}
