import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { type ContentEncoding, contentEncodings } from '../../base/compression.ts';
import type { Chance } from '../../base/crypto/random.ts';
import type { GrpcAnswer, GrpcCall, GrpcStream } from '../../base/net/grpc-server.ts';
import type { AcceptExport, ReadExport, ReadOptions } from '../accept-export.ts';
import { grpcAnswer, grpcErrorAnswer } from '../export-answer.ts';
import type { Serving } from '../serving.ts';
import { createGrpcHealth } from './grpc-health.ts';
import { createGrpcReflection } from './grpc-reflection.ts';

const signalsByPath: ReadonlyMap<string, Signal> = new Map([
  ['/opentelemetry.proto.collector.logs.v1.LogsService/Export', 'logs'],
  ['/opentelemetry.proto.collector.metrics.v1.MetricsService/Export', 'metrics'],
  ['/opentelemetry.proto.collector.trace.v1.TraceService/Export', 'traces'],
]);

export interface OtlpGrpcOptions {
  readonly accept: AcceptExport;
  readonly chance: Chance;
  readonly serving: Serving;
  /** Whether the port tells what can be called. */
  readonly hasReflection: boolean;
}

/** OTLP/gRPC: the three Export methods, the standard health check, and reflection. */
export function createOtlpGrpc(options: OtlpGrpcOptions): (call: GrpcCall) => Promise<GrpcAnswer> | GrpcStream {
  const { accept, chance, serving, hasReflection } = options;
  const answerHealth = createGrpcHealth(serving);
  const answerReflection = hasReflection ? createGrpcReflection() : () => undefined;

  const answerExport = async (call: GrpcCall): Promise<GrpcAnswer> => {
    const signal = signalsByPath.get(call.path);
    if (signal === undefined) {
      const text = `no such method ${JSON.stringify(call.path.slice(0, 120))}; call Export of a collector service`;
      return grpcErrorAnswer({ code: 'route-not-found', message: text }, chance);
    }
    const outcome = await accept({
      signal,
      format: 'protobuf',
      sender: call,
      timeoutMs: call.timeoutMs,
      read: (readOptions) => readExport(call, readOptions),
    });
    return grpcAnswer(outcome, signal, chance);
  };
  return (call) => answerHealth(call) ?? answerReflection(call) ?? answerExport(call);
}

async function readExport(call: GrpcCall, options: ReadOptions): Promise<Result<ReadExport>> {
  const message = await call.readMessage(options);
  if (!message.ok) return message;
  const { isCompressed, body } = message.value;
  const encoding = isCompressed ? parseEncoding(call.headers['grpc-encoding']) : success<ContentEncoding>('identity');
  if (encoding.ok) return success({ encoding: encoding.value, body });
  options.pool.give(body);
  return encoding;
}

/** Of a message that says it is compressed. */
function parseEncoding(header: string | string[] | undefined): Result<ContentEncoding> {
  const name = typeof header === 'string' ? header.trim().toLowerCase() : 'identity';
  if (name === 'identity') {
    return failure('request-malformed', 'message is marked as compressed, but grpc-encoding names no encoding');
  }
  const encoding = contentEncodings.find((known) => known === name);
  if (encoding !== undefined) return success(encoding);
  const text = `grpc-encoding "${name.slice(0, 40)}" is not supported; send ${contentEncodings.join(', ')}`;
  return failure('encoding-unsupported', text);
}
