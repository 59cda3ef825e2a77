import { expect, test } from 'vitest';
import { email } from './email.ts';
import { found } from './findings.test-support.ts';

test('addresses, wherever they stand', () => {
  const cases: [string, string][] = [
    ['mail from ada@example.org.', 'ada@example.org'],
    ['<ada.lovelace+x@mail.example.co.uk>', 'ada.lovelace+x@mail.example.co.uk'],
    ['to="o\'brien@example.ie"', "o'brien@example.ie"],
    ['https://x/?mail=ada%40example.org&b=1', 'ada%40example.org'],
    ['body\\nada@example.org', 'ada@example.org'],
    ['q=%22ada@example.org%22', 'ada@example.org'],
    ['jürgen@exämple.de ging', 'jürgen@exämple.de'],
    ['x@xn--80ak6aa92e.com', 'x@xn--80ak6aa92e.com'],
  ];
  for (const [text, address] of cases) expect(found(email, text), text).toEqual([address]);
});

test('signs that are no address', () => {
  const texts = [
    'lodash@4.17.21',
    '@angular/core@1.2.3-beta.rc',
    'icon@2x.png',
    'getty@tty1.service',
    'repo@sha256:0123456789abcdef',
    'Object@1a2b3c',
    'root@localhost',
    'a @ b.com',
    `${'x'.repeat(70)}@example.org`,
  ];
  for (const text of texts) expect(found(email, text), text).toEqual([]);
});
