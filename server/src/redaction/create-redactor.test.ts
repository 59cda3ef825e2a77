import { defaultRedactionSettings, type RedactionSettings, redactionKinds } from '@foreshock/model/redaction.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileSettings } from './config.ts';
import { createRedactor, type Redactor } from './create-redactor.ts';
import { createDefaultRedactor } from './default-redactor.ts';
import { isLuhn } from './redaction-rules/payment-card.ts';

const KEY = new Uint8Array(32).fill(5);
const redactor = createDefaultRedactor(KEY);

function redactorOf(changes: Partial<RedactionSettings>): Redactor {
  const compiled = compileSettings({ ...defaultRedactionSettings, ...changes });
  if (!compiled.ok) throw new Error(compiled.error.message);
  return createRedactor(compiled.value, KEY);
}

const alphabet = [...'abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ'];
const digits = [...'23456789'];
const randomText = (length: number) =>
  fc
    .array(fc.constantFrom(...alphabet, ...digits), { minLength: length, maxLength: length })
    .map((chars) => `a7${chars.join('')}`);
const octet = fc.integer({ min: 1, max: 254 });

/** Each a value that must not stay, with the text that it stands in. */
const secrets: fc.Arbitrary<{ readonly value: string; readonly text: string }> = fc.oneof(
  randomText(10).map((value) => ({ value, text: `password=${value}` })),
  randomText(10).map((value) => ({ value, text: `"password":"${value}"` })),
  randomText(16).map((value) => ({ value, text: `postgres://app:${value}@db:5432/x` })),
  randomText(20).map((value) => ({ value, text: `Authorization: Bearer ${value}` })),
  randomText(34).map((value) => ({ value: `gh${'p_'}${value}`, text: `pushed with gh${'p_'}${value}` })),
  randomText(34).map((value) => ({ value: `np${'m_'}${value}`, text: `//registry/:_authToken=np${'m_'}${value}` })),
  randomText(8).map((name) => ({ value: `${name}@example.org`, text: `mail to ${name}@example.org` })),
  fc.tuple(octet, octet, octet).map(([b, c, d]) => ({ value: `203.${b}.${c}.${d}`, text: `from 203.${b}.${c}.${d}` })),
  randomText(24).map((value) => ({ value, text: `Cookie: sid=${value}; theme=x` })),
);
const around = fc.constantFrom(
  '',
  ' ',
  ' took 12 ms',
  '\n',
  ', next',
  ' 2026-11-26T12:00:00Z INFO ',
  ' {"a":1} ',
  ' at foo::bar(x.ts:12) ',
);
const line = fc.tuple(fc.array(fc.tuple(around, secrets), { minLength: 1, maxLength: 4 }), around);
const joined = line.map(([parts, tail]) => ({
  text: parts.map(([before, { text }]) => `${before} ${text}`).join(' ') + tail,
  values: parts.map(([, { value }]) => value),
}));

test('of a value that was found no part of six characters is left', () => {
  fc.assert(
    fc.property(joined, ({ text, values }) => {
      const redacted = redactor.text(text);
      for (const value of values)
        for (let at = 0; at + 6 <= value.length; at++) {
          const part = value.slice(at, at + 6);
          if (!'@example.org'.includes(part)) expect(redacted, `${part} of ${value}`).not.toContain(part);
        }
    }),
    { numRuns: 2_000 },
  );
});

test('what was redacted is not changed by redacting it again', () => {
  const soup = fc
    .array(
      fc.constantFrom(
        'password',
        '=',
        ':',
        '"',
        ' ',
        '<',
        '>',
        'x@y.org',
        '203.0.113.9',
        '&',
        ',',
        '@',
        '://',
        'a:b',
        'token',
        '<PASSWORD>',
        '<EMAIL:0123456789ab>',
        '\\',
        '{',
        '}',
        'Bearer ',
        'abc12345',
        '--',
        ';',
        '%3D',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      fc.oneof(
        joined.map(({ text }) => text),
        soup,
      ),
      (text) => {
        const once = redactor.text(text);
        expect(redactor.text(once)).toBe(once);
      },
    ),
    { numRuns: 10_000 },
  );
});

test('JSON stays JSON with the same keys and numbers, those of cards aside, however deep', () => {
  const leaf = fc.oneof(
    joined.map(({ text }) => text),
    fc.string(),
    fc.double({ noNaN: true }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const key = fc.constantFrom('a', 'password', 'user.email', 'count', 'nested', 'b');
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
    ),
  }));
  const isCard = (value: number): boolean => /^\d{13,19}$/.test(`${value}`) && isLuhn(`${value}`);
  const numbersOf = (value: unknown, under = ''): string[] => {
    if (typeof value === 'number') return under === 'password' || isCard(value) ? [] : [`${under} ${value}`];
    if (value === null || typeof value !== 'object') return [];
    return Object.entries(value).flatMap(([name, inner]) => numbersOf(inner, Array.isArray(value) ? under : name));
  };
  fc.assert(
    fc.property(fc.array(tree, { minLength: 1, maxLength: 3 }), (value) => {
      const text = JSON.stringify(value);
      const redacted = redactor.json(text);
      expect(numbersOf(JSON.parse(redacted))).toEqual(numbersOf(JSON.parse(text)));
      expect(redactor.json(redacted)).toBe(redacted);
    }),
    { numRuns: 1_000 },
  );
});

test('the same value is the same token in a text, under its name, and inside of JSON', () => {
  const token = redactor.text('from ada@example.org').slice(5);
  expect(token).toMatch(/^<EMAIL:[0-9a-f]{12}>$/);
  expect(redactor.value('Ada@Example.org', 'user.email')).toBe(token);
  expect(redactor.json('{"to":["ada@example.org"]}')).toBe(`{"to":["${token}"]}`);
  expect(redactor.text('{"message":"{\\"to\\":\\"ada@example.org\\"}"}')).toBe(
    `{"message":"{\\"to\\":\\"${token}\\"}"}`,
  );
});

/** What makes engines that backtrack slow; at this length anything worse than linear outlasts the test. */
test('a quarter of a mebibyte of bait is done within the time of a test', () => {
  const baits = [
    'a',
    '@',
    'a@',
    '1.',
    ':',
    '::',
    '1:',
    '+1',
    '4111 ',
    'DE89',
    'eyJ',
    '-eyJ',
    '-----BEGIN ',
    '-----BEGIN PRIVATE KEY-----',
    'password=',
    'password="',
    'cookie: ',
    'cookie: a=',
    'authorization:',
    'bearer ',
    'basic+',
    'digest x=',
    '://',
    '://a:',
    'sk-ant-',
    'SG.',
    'ghp_',
    '<',
    '<EMAIL:',
    '{"a":',
    '[',
    '\\"',
    '%40',
    '%',
    'mysql -p',
    'identified by ',
    '--password ',
    'x=y&',
    'password for a:',
    'AGE-SECRET-KEY-1',
  ];
  for (const bait of baits) {
    const text = bait.repeat(Math.ceil(2 ** 18 / bait.length));
    const redacted = redactor.text(text);
    expect(redacted.length, bait).toBeGreaterThan(0);
  }
});

test('each mode writes what it says', () => {
  const all = (mode: 'keep' | 'mask' | 'hash' | 'drop') =>
    redactorOf({ modes: Object.fromEntries(redactionKinds.map((kind) => [kind, mode])) as RedactionSettings['modes'] });
  const text = 'ada@example.org 203.0.113.9 4111111111111111 password=hunter2';
  expect(all('keep').text(text)).toBe(text);
  expect(all('drop').text(text)).toBe('<EMAIL> <IPV4> <CARD> password=<PASSWORD>');
  expect(all('mask').text(text)).toBe('<EMAIL:*@example.org> <IPV4:203.0.113.*> <CARD:*1111> password=<PASSWORD>');
  expect(all('hash').text(text)).toMatch(/^<EMAIL:\w{12}> <IPV4:\w{12}> <CARD:\w{12}> password=<PASSWORD:\w{12}>$/);
  for (const mode of ['mask', 'hash', 'drop'] as const)
    expect(all(mode).text(all(mode).text(text))).toBe(all(mode).text(text));
});

test('fields of the project are treated as a whole, before what their name promises', () => {
  const own = redactorOf({
    fields: [
      { name: 'customer.*', mode: 'hash' },
      { name: 'session_token', mode: 'keep' },
    ],
  });
  expect(own.value('ACME Ltd', 'customer.name')).toMatch(/^<CUSTOM:\w{12}>$/);
  expect(own.value('abc123def', 'session_token')).toBe('abc123def');
  expect(own.json('{"customer.id":17,"customer.city":"Ulm"}')).toMatch(
    /^\{"customer.id":"<CUSTOM:\w{12}>","customer.city":"<CUSTOM:\w{12}>"\}$/,
  );
});

test('what the project allows stays, and nothing beside it', () => {
  const own = redactorOf({
    allow: { keys: ['peer'], values: ['noreply@example.org'], patterns: ['.*@example\\.net'] },
  });
  expect(own.text('noreply@example.org x@example.net')).toBe('noreply@example.org x@example.net');
  expect(own.text('reply@example.org')).toMatch(/^<EMAIL:/);
  expect(own.value('203.0.113.9', 'peer')).toBe('203.0.113.9');
  expect(own.value(`gh${'p_'}${'a1'.repeat(18)}`, 'peer')).toBe('<API_KEY>');
});

test('ids of machines stay under their names, credentials in them do not', () => {
  expect(redactor.value('4111111111111111', 'span_id')).toBe('4111111111111111');
  expect(redactor.value('203.0.113.9', 'k8s.node.name')).toBe('203.0.113.9');
  expect(redactor.value(`gh${'p_'}${'a1'.repeat(18)}`, 'k8s.pod.name')).toBe('<API_KEY>');
});

test('patterns and national ids of the project are looked for in texts that nothing else would look at', () => {
  const own = redactorOf({
    nationalIds: ['pl'],
    patterns: [{ name: 'TICKET', pattern: 'T-\\d{6}', keyword: 'T-', mode: 'drop' }],
  });
  expect(own.text('see T-123456 of 44051401359')).toMatch(/^see <CUSTOM_TICKET> of <NATIONAL_ID:\w{12}>$/);
  expect(own.text(own.text('see T-123456'))).toBe('see <CUSTOM_TICKET>');
});

test('what was replaced is counted by kind, once', () => {
  redactor.takeCounts();
  redactor.text('a@example.org b@example.org password=hunter2');
  expect(new Map(redactor.takeCounts())).toEqual(
    new Map([
      ['EMAIL', 2],
      ['PASSWORD', 1],
    ]),
  );
  expect(redactor.takeCounts().size).toBe(0);
});

test('settings that cannot be used are refused with the place of each fault', () => {
  const faulty = {
    ...defaultRedactionSettings,
    allow: { keys: [], values: [], patterns: ['('] },
    patterns: [{ name: 'EMAIL', pattern: 'x', keyword: '', mode: 'drop' }],
  };
  const compiled = compileSettings(faulty);
  expect(!compiled.ok && compiled.error.message).toMatch(/allow\.patterns\.0.*patterns\.0\.name/s);
  expect(compileSettings({ ...defaultRedactionSettings, modes: { EMAIL: 'hide' } })).toMatchObject({ ok: false });
});
