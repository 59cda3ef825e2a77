import { describeServices } from '@foreshock/otlp/describe-services.ts';
import protobuf from 'protobufjs';
import { expect, test } from 'vitest';
import { createReflectionAnswers } from './grpc-reflection.ts';

const types = protobuf.parse(`
  syntax = "proto3";
  message Request {
    oneof message_request {
      string file_by_filename = 3; string file_containing_symbol = 4; string all_extension_numbers_of_type = 6;
      string list_services = 7;
    }
  }
  message Response { Files files = 4; List list = 6; Failure failure = 7; bytes original = 2; }
  message Files { repeated bytes file = 1; }
  message List { repeated Service service = 1; }
  message Service { string name = 1; }
  message Failure { int32 code = 1; string message = 2; }
`).root;
const requestType = types.lookupType('Request');
const responseType = types.lookupType('Response');

const files = describeServices();
const answer = createReflectionAnswers(files);

interface Answered {
  readonly files?: { readonly file: Uint8Array[] };
  readonly list?: { readonly service: { readonly name: string }[] };
  readonly failure?: { readonly code: number; readonly message: string };
  readonly original: Uint8Array;
}

function ask(question: Record<string, string>): Answered {
  const request = requestType.encode(requestType.create(question)).finish();
  const answered = responseType.decode(answer(request)) as unknown as Answered;
  expect(Buffer.from(answered.original).equals(request)).toBe(true);
  return answered;
}

const namesOf = ({ files: found }: Answered): (string | undefined)[] =>
  (found?.file ?? []).map(
    (bytes) => files.find(({ descriptor }) => Buffer.from(descriptor).equals(Buffer.from(bytes)))?.name,
  );

test('the services are listed', () => {
  const names = ask({ listServices: '' }).list!.service.map(({ name }) => name);
  expect(names).toContain('opentelemetry.proto.collector.logs.v1.LogsService');
  expect(names).toHaveLength(5);
});

test('a symbol is answered with its file and all that the file needs', () => {
  const logs = 'opentelemetry.proto.collector.logs.v1.LogsService';
  const wanted = [
    'opentelemetry/proto/collector/logs/v1/logs_service.proto',
    'opentelemetry/proto/logs/v1/logs.proto',
    'opentelemetry/proto/resource/v1/resource.proto',
    'opentelemetry/proto/common/v1/common.proto',
  ];
  for (const symbol of [logs, `.${logs}`, `${logs}.Export`]) {
    expect(namesOf(ask({ fileContainingSymbol: symbol })).sort(), symbol).toEqual([...wanted].sort());
  }
  expect(namesOf(ask({ fileByFilename: wanted[3]! }))).toEqual([wanted[3]]);
});

test('what is not there is an error of that question alone', () => {
  expect(ask({ fileContainingSymbol: 'other.Service' }).failure).toMatchObject({ code: 5 });
  expect(ask({ fileByFilename: '../etc/passwd' }).failure).toMatchObject({ code: 5 });
  expect(ask({ allExtensionNumbersOfType: 'other' }).failure?.message).toContain('no extensions');
  expect(ask({}).failure).toMatchObject({ code: 3 });
});
