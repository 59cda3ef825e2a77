import { expect, test } from 'vitest';
import { z } from 'zod';
import { catalog } from './catalog.ts';
import type { Operation } from './operation.ts';

test('a command says that its answer is secret when it holds a secret, and no other does', () => {
  for (const description of Object.values<Operation>(catalog)) {
    const { kind, output } = description;
    const holdsSecret = kind === 'command' && output instanceof z.ZodObject && 'secret' in output.shape;
    expect(description.answerIsSecret ?? false, description.name).toBe(holdsSecret);
  }
});
