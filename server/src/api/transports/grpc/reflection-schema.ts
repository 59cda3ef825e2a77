import type { ProtoField, ProtoMessage, ProtoSchema } from '@foreshock/contract/proto/proto-schema.ts';

type Row = readonly [name: string, number: number, type: string, label?: ProtoField['label']];

/** `grpc.reflection.v1` and `v1alpha`, which are the same; what is a choice there is an optional field here, as on the wire. */
export function reflectionSchema(version: 'v1' | 'v1alpha'): ProtoSchema {
  return {
    file: `grpc/reflection/${version}/reflection.proto`,
    package: `grpc.reflection.${version}`,
    services: [
      {
        name: 'ServerReflection',
        methods: [
          {
            name: 'ServerReflectionInfo',
            operation: '',
            input: 'ServerReflectionRequest',
            output: 'ServerReflectionResponse',
            streams: true,
            streamsIn: true,
            comment: '',
          },
        ],
      },
    ],
    messages: [
      message('ServerReflectionRequest', [
        ['host', 1, 'string'],
        ['file_by_filename', 3, 'string', 'optional'],
        ['file_containing_symbol', 4, 'string', 'optional'],
        ['file_containing_extension', 5, 'ExtensionRequest', 'optional'],
        ['all_extension_numbers_of_type', 6, 'string', 'optional'],
        ['list_services', 7, 'string', 'optional'],
      ]),
      message('ExtensionRequest', [
        ['containing_type', 1, 'string'],
        ['extension_number', 2, 'int32'],
      ]),
      message('ServerReflectionResponse', [
        ['valid_host', 1, 'string'],
        ['original_request', 2, 'ServerReflectionRequest', 'optional'],
        ['file_descriptor_response', 4, 'FileDescriptorResponse', 'optional'],
        ['list_services_response', 6, 'ListServiceResponse', 'optional'],
        ['error_response', 7, 'ErrorResponse', 'optional'],
      ]),
      message('FileDescriptorResponse', [['file_descriptor_proto', 1, 'bytes', 'repeated']]),
      message('ListServiceResponse', [['service', 1, 'ServiceResponse', 'repeated']]),
      message('ServiceResponse', [['name', 1, 'string']]),
      message('ErrorResponse', [
        ['error_code', 1, 'int32'],
        ['error_message', 2, 'string'],
      ]),
    ],
  };
}

/** google/rpc/error_details.proto: those that our errors carry. */
export const errorDetailsSchema: ProtoSchema = {
  file: 'google/rpc/error_details.proto',
  package: 'google.rpc',
  services: [],
  messages: [
    message('ErrorInfo', [
      ['reason', 1, 'string'],
      ['domain', 2, 'string'],
      ['metadata', 3, 'string', 'map'],
    ]),
    message('BadRequest', [['field_violations', 1, 'FieldViolation', 'repeated']]),
    message('FieldViolation', [
      ['field', 1, 'string'],
      ['description', 2, 'string'],
    ]),
    message('RetryInfo', [['retry_delay', 1, 'google.protobuf.Duration', 'optional']]),
  ],
};

function message(name: string, rows: readonly Row[]): ProtoMessage {
  return {
    name,
    fields: rows.map(([field, number, type, label = 'single']) => ({ name: field, json: field, number, type, label })),
  };
}
