import { expect, test } from 'vitest';
import { correctTemplate } from './correct-template.ts';

test('the rules of the corrected labels', () => {
  const cases: [string, string][] = [
    ['open  /var/log/a.log  now', 'open <*> now'],
    ['user root logged in', 'user <*> logged in'],
    ['took 15 ms', 'took <*> ms'],
    ['block blk_<*> ok', 'block <*> ok'],
    ['from <*>.<*>.<*>', 'from <*>'],
    ['<*><*> left', '<*> left'],
  ];
  for (const [given, corrected] of cases) expect(correctTemplate(given)).toBe(corrected);
});
