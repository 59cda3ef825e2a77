import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDefaultRedactor } from './default-redactor.ts';
import { triggers } from './redaction-rule.ts';
import { scanTriggers } from './scan-triggers.ts';

const ALL = Object.values(triggers).reduce((all, bit) => all | bit, 0);

function scan(text: string): number {
  const bytes = Buffer.from(text);
  return scanTriggers(bytes, 0, bytes.length, true);
}

/** Parts that rules look for, and what stands around them; joined at random they make hard cases. */
const parts = [
  ...[
    'password',
    'token',
    'api_key',
    'user.name',
    'email',
    'secret',
    'Cookie',
    'pin',
    'Authorization',
    'db',
    'session_id',
  ],
  ...[
    '=',
    ':',
    ': ',
    ' = ',
    '":"',
    '\\":\\"',
    '%3D',
    '=>',
    '>',
    '</',
    ' ',
    ', ',
    '\n',
    '\\n',
    '"',
    '%22',
    '/',
    '@',
    '.',
    '--',
    '-',
    '+',
    '_',
  ],
  ...[
    'hunter2x',
    'ada',
    'example.org',
    '203.0.113.9',
    '2001:db8::1',
    '::',
    '00:1b:44:11:3a:b7',
    '4111111111111111',
    '4111 1111 1111 1111',
  ],
  ...[
    'DE89370400440532013000',
    '+49 171 1234567',
    'Bearer ',
    'basic ',
    'dXNlcjpwYXNz',
    'eyJhbGciOiJIUzI1NiJ9.',
    'postgres://',
    'app:pw',
    'curl -u ',
  ],
  ...[
    'AKIAIOSFODNN7EXAMPLE',
    `gh${'p_'}${'a1'.repeat(18)}`,
    `sk${'-'}${'a1'.repeat(24)}`,
    '12:34:56',
    '1732645678',
    'ü',
    '漢',
    '\u0000',
  ],
];
const text = fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((some) => some.join(''));

test('the scan never hides from a rule what it would find', () => {
  const redactor = createDefaultRedactor(new Uint8Array(32));
  fc.assert(
    fc.property(text, (line) => {
      expect(redactor.text(line, scan(line))).toBe(redactor.text(line, ALL));
    }),
    { numRuns: 20_000 },
  );
});

test('an option whose name begins with user is an option and a name', () => {
  expect(scan('--user.name hunter2x')).toBe(triggers.option | triggers.keyword);
  expect(scan('--user ada:pw')).toBe(triggers.option);
});

test('an option may begin with a sign', () => {
  expect(scan('--.password hunter2x')).toBe(triggers.keyword);
});

test('ordinary lines wake no rule', () => {
  const lines = [
    'GET /api/v2/cart/4711/items HTTP/1.1 from 10.3.3.9:41235 took 90ms status=200',
    '2026-11-26T18:40:12.123Z INFO order 4711 placed, total=49.90 currency=EUR items=3',
    'level=info msg="reconciled" controller=deployment namespace=shop name=cart-7d4b9c6f5-x2x9z worker=7',
    'Received block blk_-1608999687919862906 of size 67108864 from /10.251.42.84',
    'std::runtime_error in foo::bar at 0x7f3c9a1b2d4e',
    'trace_id=0af7651916cd43dd8448eb211c80319c span_id=b7ad6b7169203331 duration=17',
  ];
  for (const line of lines) expect(scan(line), line).toBe(0);
});

test('a scan of a part looks at that part alone', () => {
  const bytes = Buffer.from('ada@example.org');
  expect(scanTriggers(bytes, 0, bytes.length, true)).toBe(triggers.at);
  expect(scanTriggers(bytes, 4, bytes.length, true)).toBe(0);
  expect(scanTriggers(bytes, 0, 3, true)).toBe(0);
});
