import { ByteWriter } from '@foreshock/otlp/byte-writer.ts';
import { describeServices } from '@foreshock/otlp/describe-services.ts';
import { LENGTH, WireReader } from '@foreshock/otlp/wire.ts';
import type { GrpcAnswer, GrpcCall, GrpcStream } from '../../base/net/grpc-server.ts';
import { createBodyPool } from '../../base/net/read-body.ts';
import type { Serving } from '../serving.ts';

const CHECK = '/grpc.health.v1.Health/Check';
const WATCH = '/grpc.health.v1.Health/Watch';

/** HealthCheckResponse.ServingStatus */
const SERVING = 1;
const NOT_SERVING = 2;
const SERVICE_UNKNOWN = 3;

/** google.rpc.Code */
const OK = 0;
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const UNAVAILABLE = 14;

const MAX_REQUEST_BYTES = 4_096;
/** The empty name asks about the server as a whole. */
const services: ReadonlySet<string> = new Set(['', ...describeServices().flatMap((file) => file.services)]);

/** The standard health check (grpc.health.v1), which needs no key; `undefined` for other methods. */
export function createGrpcHealth(serving: Serving): (call: GrpcCall) => Promise<GrpcAnswer> | GrpcStream | undefined {
  const status = (): number => (serving.isServing() ? SERVING : NOT_SERVING);

  const check = async (call: GrpcCall): Promise<GrpcAnswer> => {
    const service = await readServiceName(call);
    if (typeof service !== 'string') return service;
    if (!services.has(service)) return { status: NOT_FOUND, message: 'service is not known here' };
    return { status: OK, body: healthResponse(status()) };
  };
  async function* watch(call: GrpcCall): GrpcStream {
    const service = await readServiceName(call);
    if (typeof service !== 'string') return service;
    const isKnown = services.has(service);
    let wasServing = false;
    while (!call.ended.aborted) {
      yield healthResponse(isKnown ? status() : SERVICE_UNKNOWN);
      // A watch of a server that ends would hold up its end; who watches calls again.
      if (wasServing && !serving.isServing())
        return { status: UNAVAILABLE, message: 'gateway is stopping; call again' };
      wasServing = serving.isServing();
      await serving.changed(call.ended);
    }
    return { status: OK };
  }

  return (call) => {
    if (call.path === CHECK) return check(call);
    return call.path === WATCH ? watch(call) : undefined;
  };
}

/** HealthCheckRequest has the one field, the name of a service. */
async function readServiceName(call: GrpcCall): Promise<string | GrpcAnswer> {
  const message = await call.readMessage({
    pool: createBodyPool(),
    limitBytes: MAX_REQUEST_BYTES,
    reserve: () => undefined,
  });
  if (!message.ok) return { status: INVALID_ARGUMENT, message: message.error.message };
  const reader = new WireReader(message.value.body);
  let name = '';
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    if (tag === ((1 << 3) | LENGTH)) {
      reader.readSlice();
      name = Buffer.from(reader.bytes.subarray(reader.start, reader.end)).toString('utf8');
    } else reader.skip(tag);
  }
  if (message.value.isCompressed || reader.fault !== undefined) {
    return { status: INVALID_ARGUMENT, message: 'cannot decode the health check; send it uncompressed' };
  }
  return name;
}

function healthResponse(status: number): Uint8Array {
  const out = new ByteWriter(2);
  out.byte(1 << 3);
  out.varint32(status);
  return out.written();
}
