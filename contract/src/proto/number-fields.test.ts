import { expect, test } from 'vitest';
import { apiSchema } from './api-schema.ts';
import { describeApi } from './describe-api.ts';
import type { UnnumberedMessage } from './describe-messages.ts';
import { numberFields } from './number-fields.ts';

const message = (...fields: [name: string, type: string][]): UnnumberedMessage => ({
  name: 'Thing',
  fields: fields.map(([name, type]) => ({ name, json: name, type, label: 'single' })),
});
const numbersOf = (messages: ReturnType<typeof numberFields>): string[] =>
  messages.flatMap(({ fields }) => fields.map(({ name, number }) => `${name}=${number}`));

test('a new field gets the next number wherever it stands, and the others keep theirs', () => {
  const before = numberFields([message(['a', 'string'], ['b', 'double'])], []);
  expect(numbersOf(before)).toEqual(['a=1', 'b=2']);
  const after = numberFields([message(['new', 'bool'], ['b', 'double'], ['a', 'string'])], before);
  expect(numbersOf(after)).toEqual(['a=1', 'b=2', 'new=3']);
});

test('what is gone or of another type is refused by its name', () => {
  const before = numberFields([message(['a', 'string'], ['b', 'double'])], []);
  expect(() => numberFields([message(['a', 'string'])], before)).toThrow('field Thing.b is gone');
  expect(() => numberFields([message(['a', 'bool'], ['b', 'double'])], before)).toThrow(
    'field Thing.a was single string and is single bool',
  );
  expect(() => numberFields([], before)).toThrow('message Thing is gone');
});

test('the numbers of the API do not move when it is described again', () => {
  expect(describeApi(apiSchema)).toEqual(apiSchema);
});
