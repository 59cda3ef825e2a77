import { type DescFile, type FileRegistry, type JsonObject, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';

/** google.rpc.Code */
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;

/** The JSON of a ServerReflectionResponse for that of a ServerReflectionRequest. Lists the services named alone. */
export function createReflection(
  registry: FileRegistry,
  services: readonly string[],
): (request: JsonObject) => JsonObject {
  const find = (request: JsonObject): DescFile | undefined => {
    if (typeof request.file_by_filename === 'string') {
      return [...registry.files].find(({ proto }) => proto.name === request.file_by_filename);
    }
    const symbol = request.file_containing_symbol;
    if (typeof symbol !== 'string') return undefined;
    // Of a method or a field that which holds it.
    const name = symbol.replace(/^\./, '');
    return (registry.get(name) ?? registry.get(name.slice(0, name.lastIndexOf('.'))))?.file;
  };
  const answer = (request: JsonObject): JsonObject => {
    if ('list_services' in request) {
      return { list_services_response: { service: services.map((name) => ({ name })) } };
    }
    const file = find(request);
    if (file) return { file_descriptor_response: { file_descriptor_proto: withNeeds(file).map(encode) } };
    const isEmpty = Object.keys(request).every((name) => name === 'host');
    return {
      error_response: isEmpty
        ? { error_code: INVALID_ARGUMENT, error_message: 'request asks for nothing; set one of its fields 3 to 7' }
        : { error_code: NOT_FOUND, error_message: 'no such file or symbol; list the services first' },
    };
  };
  return (request) => ({ valid_host: request.host ?? '', original_request: request, ...answer(request) });
}

function withNeeds(file: DescFile): DescFile[] {
  return [file, ...file.dependencies.flatMap(withNeeds)];
}

function encode({ proto }: DescFile): string {
  return Buffer.from(toBinary(FileDescriptorProtoSchema, proto)).toString('base64');
}
