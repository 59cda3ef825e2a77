import { type DescMessage, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import type { ProtoField, ProtoSchema } from '@foreshock/contract/proto/proto-schema.ts';
import { expect, test } from 'vitest';
import { describeFiles } from './file-descriptor.ts';
import { createMessageJson } from './message-json.ts';

const field = (number: number, name: string, type: string, label: ProtoField['label'] = 'single'): ProtoField => ({
  number,
  name,
  json: name,
  type,
  label,
});
const schema: ProtoSchema = {
  file: 'test/test.proto',
  package: 'test',
  services: [],
  messages: [
    {
      name: 'Answer',
      fields: [
        field(1, 'rows', 'DoubleList', 'repeated'),
        { ...field(2, 'line', 'double', 'repeated'), gaps: true },
        field(3, 'by', 'Answer', 'map'),
        field(4, 'at', 'google.protobuf.Timestamp', 'optional'),
        field(5, 'said', 'string', 'optional'),
        field(6, 'count', 'int64'),
      ],
    },
    { name: 'DoubleList', isList: true, fields: [{ ...field(1, 'values', 'double', 'repeated'), gaps: true }] },
  ],
};
const descriptor: DescMessage = describeFiles([schema]).getMessage('test.Answer')!;
const json = createMessageJson(schema);
/** There and back by the wire. */
const sent = (answer: object) =>
  toJson(descriptor, fromBinary(descriptor, toBinary(descriptor, json.write(descriptor, answer))));

test('a list in a list is a message with values, and a gap is NaN, also within a map', () => {
  const answer = { rows: [[1, null], []], line: [null, 2.5], count: 7 };
  const told = { rows: [{ values: [1, 'NaN'] }, {}], line: ['NaN', 2.5], count: '7' };
  expect(sent({ ...answer, by: { first: answer } })).toEqual({ ...told, by: { first: told } });
});

test('what is null is absent, and what is empty is not', () => {
  expect(sent({ rows: [], line: [], by: {}, at: null, said: null, count: 0 })).toEqual({});
  expect(sent({ said: '', at: '2026-11-22T03:08:00.250Z' })).toEqual({ said: '', at: '2026-11-22T03:08:00.250Z' });
});

test('what the contract does not know is left out, and what is of another type refused', () => {
  expect(sent({ said: 'a', unknown: 1 })).toEqual({ said: 'a' });
  expect(() => json.write(descriptor, { said: 1 })).toThrow('said');
});
