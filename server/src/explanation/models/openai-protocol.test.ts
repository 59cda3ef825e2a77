import { expect, test } from 'vitest';
import { startModelServer } from '../../../../test/support/model-server.ts';
import { createStillClock } from '../../base/clock.ts';
import { createLanguageModel } from './create-language-model.ts';
import { describeLanguageModel } from './language-model.contract.ts';

describeLanguageModel('openai');

test('a model that thinks first, and takes no temperature and another limit, is asked as it wants, and from then on at once', async () => {
  const server = await startModelServer('openai', () => '{}');
  const model = createLanguageModel({
    url: server.url,
    name: 'thinker',
    protocol: 'openai',
    apiKey: undefined,
    timeoutSeconds: 20,
    maxConcurrent: 1,
    clock: createStillClock(0),
    chance: () => 0,
  });
  const ask = () =>
    model.complete({
      system: '',
      prompt: '{}',
      schema: { type: 'object' },
      maxTokens: 300,
      signal: new AbortController().signal,
    });
  server.misbehave('reasoning', 'reasoning', 'reasoning');
  const [first, second] = [await ask(), await ask()];
  await server.stop();
  expect([first.result.ok, second.result.ok, server.received.length]).toEqual([true, true, 3]);
  expect(JSON.parse(second.sent)).toMatchObject({
    max_completion_tokens: 300,
    response_format: { type: 'json_schema' },
  });
  expect(second.sent).not.toContain('temperature');
});
