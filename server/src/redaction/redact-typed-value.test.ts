import { defaultRedactionSettings } from '@foreshock/model/redaction.ts';
import { expect, test } from 'vitest';
import { compileSettings } from './config.ts';
import { createRedactor } from './create-redactor.ts';
import { redactTypedValue } from './redact-typed-value.ts';

const compiled = compileSettings({
  ...defaultRedactionSettings,
  fields: [{ name: 'customer.*', mode: 'drop' }],
  patterns: [{ name: 'MEMBER', pattern: 'MB-[0-9]{5}', keyword: 'MB-', mode: 'drop' }],
});
if (!compiled.ok) throw new Error(compiled.error.message);
const redactor = createRedactor(compiled.value, new Uint8Array(32));

test('a value is hidden by its form or its name, whatever its kind', () => {
  const check = (kind: string, text: string, key: string | undefined, wanted: string) =>
    expect(redactTypedValue({ kind, text, ...(key !== undefined && { key }) }, redactor), `${kind} ${text}`).toBe(
      wanted,
    );
  check('string', 'order of MB-12345', undefined, 'order of <CUSTOM_MEMBER>');
  check('string', 'Anna', 'customer.name', '<CUSTOM>');
  check('string', 'Anna', 'http.route', 'Anna');
  check('int', '12345', 'customer.number', '<CUSTOM>');
  check('int', '12345', 'http.response.status_code', '12345');
  check('map', '{"customer.name":"Anna","n":1}', undefined, '{"customer.name":"<CUSTOM>","n":1}');
  check('array', '["MB-12345",2]', 'members', '["<CUSTOM_MEMBER>",2]');
  check('bytes', Buffer.from('MB-12345').toString('base64'), 'raw', Buffer.from('<CUSTOM_MEMBER>').toString('base64'));
  check('bool', 'true', 'customer.vip', 'true');
  check('double', '1.5', undefined, '1.5');
});

test('what is stored in the place of a value stays as it is', () => {
  for (const text of ['<CUSTOM>', '<CUSTOM_MEMBER>', '<EMAIL:7f3c9a1b2d4e>'])
    expect(redactTypedValue({ kind: 'string', text, key: 'customer.name' }, redactor)).toBe(text);
});
