import { ByteWriter } from '@foreshock/otlp/byte-writer.ts';
import { type DescribedFile, describeServices } from '@foreshock/otlp/describe-services.ts';
import { LENGTH, WireReader } from '@foreshock/otlp/wire.ts';
import type { GrpcCall, GrpcStream } from '../../base/net/grpc-server.ts';

/** The messages of both versions are the same; older tools know the first alone. */
const paths: ReadonlySet<string> = new Set([
  '/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo',
  '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
]);

/** google.rpc.Code */
const OK = 0;
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;

/** Fields of ServerReflectionRequest. */
const FILE_BY_FILENAME = 3;
const FILE_CONTAINING_SYMBOL = 4;
const FILE_CONTAINING_EXTENSION = 5;
const EXTENSION_NUMBERS_OF_TYPE = 6;
const LIST_SERVICES = 7;
/** Fields of ServerReflectionResponse. */
const ORIGINAL_REQUEST = 2;
const FILE_RESPONSE = 4;
const LIST_RESPONSE = 6;
const ERROR_RESPONSE = 7;

/** Tells what can be called here, with all messages (grpc.reflection.v1); `undefined` for other methods. */
export function createGrpcReflection(): (call: GrpcCall) => GrpcStream | undefined {
  const answer = createReflectionAnswers(describeServices());
  async function* reflect(call: GrpcCall): GrpcStream {
    for await (const request of call.readMessages()) {
      if (!request.ok) return { status: INVALID_ARGUMENT, message: request.error.message };
      yield answer(request.value);
    }
    return { status: OK };
  }
  return (call) => (paths.has(call.path) ? reflect(call) : undefined);
}

/** A ServerReflectionResponse for a ServerReflectionRequest. */
export function createReflectionAnswers(files: readonly DescribedFile[]): (request: Uint8Array) => Uint8Array {
  const byName = new Map(files.map((file) => [file.name, file]));
  const bySymbol = new Map(files.flatMap((file) => file.symbols.map((symbol) => [symbol, file] as const)));
  const services = files.flatMap((file) => file.services);
  return (request) => {
    const out = new ByteWriter();
    field(out, ORIGINAL_REQUEST, () => out.copy(request, 0, request.length));
    const { asked, text } = parseRequest(request);
    const file = asked === FILE_BY_FILENAME ? byName.get(text) : bySymbol.get(text.replace(/^\./, ''));
    if (asked === LIST_SERVICES) {
      field(out, LIST_RESPONSE, () => {
        for (const service of services) field(out, 1, () => field(out, 1, () => out.text(service)));
      });
    } else if (file !== undefined && (asked === FILE_BY_FILENAME || asked === FILE_CONTAINING_SYMBOL)) {
      field(out, FILE_RESPONSE, () => {
        for (const { descriptor } of withNeeds(file, byName)) {
          field(out, 1, () => out.copy(descriptor, 0, descriptor.length));
        }
      });
    } else field(out, ERROR_RESPONSE, () => writeError(out, asked));
    return out.written();
  };
}

interface ReflectionRequest {
  /** Number of the field that asks; 0 for none, or for a request that cannot be read. */
  readonly asked: number;
  readonly text: string;
}

function parseRequest(request: Uint8Array): ReflectionRequest {
  const reader = new WireReader(request);
  let asked = 0;
  let text = '';
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    if ((tag & 7) !== LENGTH) {
      reader.skip(tag);
      continue;
    }
    reader.readSlice();
    if (tag >>> 3 < FILE_BY_FILENAME || tag >>> 3 > LIST_SERVICES) continue;
    asked = tag >>> 3;
    text = Buffer.from(reader.bytes.subarray(reader.start, reader.end)).toString('utf8');
  }
  return reader.fault === undefined ? { asked, text } : { asked: 0, text: '' };
}

/** The file and all that it needs, itself first. */
function withNeeds(file: DescribedFile, byName: ReadonlyMap<string, DescribedFile>): Set<DescribedFile> {
  const found = new Set([file]);
  // What is added while iterating is visited too.
  for (const { needs } of found) for (const needed of needs) found.add(byName.get(needed)!);
  return found;
}

function writeError(out: ByteWriter, asked: number): void {
  const hasNone = asked === FILE_CONTAINING_EXTENSION || asked === EXTENSION_NUMBERS_OF_TYPE;
  out.byte(1 << 3);
  out.varint32(asked === 0 ? INVALID_ARGUMENT : NOT_FOUND);
  const message = hasNone ? 'there are no extensions here' : 'no such file or symbol; list the services first';
  field(out, 2, () => out.text(asked === 0 ? 'request asks for nothing; set one of its fields 3 to 7' : message));
}

function field(out: ByteWriter, number: number, write: () => void): void {
  out.varint32((number << 3) | LENGTH);
  const start = out.open();
  write();
  out.close(start);
}
