import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { keyValue } from './key-value.ts';

test('the value of a name that promises a secret, in every form that logs have', () => {
  const cases: [string, string][] = [
    ['password=hunter2', 'hunter2'],
    ['db_password = hunter2, next', 'hunter2'],
    ['dbPassword: hunter2', 'hunter2'],
    ['DB_PASS=hunter2', 'hunter2'],
    ['"password":"hun\\"ter2"', 'hun\\"ter2'],
    ['{\\"password\\":\\"hunter2\\"}', 'hunter2'],
    ["{'password': 'hunter2'}", 'hunter2'],
    ['secret => hunter2x', 'hunter2x'],
    ['<password>hunter2</password>', 'hunter2'],
    ['a?password%3Dhunter2%26b', 'hunter2'],
    ['run --api-key hunter2x --v', 'hunter2x'],
    ['run --password=hunter2', 'hunter2'],
    ['Pwd=hunter2;Server=x', 'hunter2'],
    ['x?access_token=hunter2x&b=1', 'hunter2x'],
    ['params[password]=hunter2', 'hunter2'],
    ['(password=hunter2)', 'hunter2'],
    ['password=a&b;', 'a&b'],
    ['X-Api-Key: hunter2hunter', 'hunter2hunter'],
    ['authorization: token hunter2x', 'hunter2x'],
    ['pin=1234', '1234'],
    ['phone: 0171 1234567', '0171 1234567'],
    ['cut "password":"hunt', 'hunt'],
  ];
  for (const [text, value] of cases) expect(found(keyValue, text), text).toEqual([value]);
});

test('every cookie of a header, and nothing of its attributes', () => {
  expect(found(keyValue, 'Cookie: JSESSIONID=0123456789AB; theme=dark')).toEqual(['0123456789AB', 'dark']);
  expect(found(keyValue, 'Set-Cookie: sid=abcd1234; Path=/; HttpOnly; SameSite=Lax')).toEqual(['abcd1234']);
  expect(found(keyValue, 'connect.sid=s%3Aabcdef0123')).toEqual(['s%3Aabcdef0123']);
});

test('sentences, empty values, variables and counts stay', () => {
  const texts = [
    'password: must be longer than 8',
    'using password: YES',
    'password=',
    'password=null',
    'password=$DB_PASSWORD',
    `password=${'$'}{DB_PASSWORD}`,
    'password=***',
    'secret "foo" not found',
    'token: unexpected end of input',
    'tokens=512',
    'max_tokens: 4096',
    'token=512',
    'bypass=true123',
    'next_page_token=abc123def456',
    'primary_key=abc123',
    'session 0x14f05578bd80001 established',
    'email: sent to the queue',
    'a > b',
    'status: ok',
  ];
  for (const text of texts) expect(found(keyValue, text), text).toEqual([]);
});

test('what was replaced is not a value', () => {
  for (const text of [
    'password=<PASSWORD>',
    '"token":"<SECRET>"',
    'sid=<SESSION:0123456789ab>; x',
    'password=<PASSWORD>,next',
  ])
    expect(found(keyValue, text), text).toEqual([]);
});
