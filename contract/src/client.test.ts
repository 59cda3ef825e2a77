import { expect, test } from 'vitest';
import { createClient } from './client.ts';

test('a part of the path that is missing, or would lead to another path, is refused before anything is sent', async () => {
  const client = createClient({ origin: 'http://nobody.invalid' });
  for (const id of [undefined, '', '.', '..'] as string[]) {
    const asked = client('getIncident', { id });
    await expect(asked, id).rejects.toMatchObject({ problem: { code: 'input-invalid', status: 400 } });
    await expect(asked, id).rejects.toThrow(/^id: expected an id/);
  }
});
