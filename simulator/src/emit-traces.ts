import { spanKinds, spanStatuses } from '@foreshock/model/span-columns.ts';
import type { AttributesToSend as Attributes, Span, SpanEvent } from '@foreshock/otlp/telemetry-to-send.ts';
import { type Emitted, nanos } from './emitted.ts';
import { classOfFailure, failureMessage } from './failure-text.ts';
import type { Random } from './random.ts';
import type { CallNode, RequestNode } from './sample-request.ts';
import type { Sources } from './sources.ts';
import { createSpanId, keptTraceId, type Sampling } from './trace-context.ts';
import type { World } from './world.ts';

/** A drawn request with the ids that its spans and its log lines share. */
export interface TracedRequest {
  readonly root: RequestNode;
  readonly traceId: Uint8Array;
  readonly traceState: string;
  /** Unix milliseconds of the root's start. */
  readonly start: number;
  readonly spanIds: ReadonlyMap<RequestNode | CallNode, Uint8Array>;
  /** The message that a consumer works on, when a sampled trace sent one. */
  readonly linkTo: { readonly traceId: Uint8Array; readonly spanId: Uint8Array } | undefined;
}

export function traceRequest(
  random: Random,
  root: RequestNode,
  start: number,
  sampling: Sampling,
  linkTo: TracedRequest['linkTo'],
): TracedRequest {
  const spanIds = new Map<RequestNode | CallNode, Uint8Array>();
  const visit = (node: RequestNode) => {
    spanIds.set(node, createSpanId(random));
    for (const call of node.calls) {
      spanIds.set(call, createSpanId(random));
      if (call.served) visit(call.served);
    }
  };
  visit(root);
  return { root, traceId: keptTraceId(random, sampling), traceState: sampling.traceState, start, spanIds, linkTo };
}

type Placed = Pick<Span, 'traceId' | 'traceState' | 'spanId' | 'startTimeUnixNano' | 'endTimeUnixNano' | 'flags'>;

const FAILED = spanStatuses.indexOf('error');
/** Sampled, with a random trace id: W3C trace context, level 2. */
const SAMPLED_AND_RANDOM = 3;

/** The spans of one request: a server span where it was served, a client span where it called. */
export function spansOf(world: World, sources: Sources, trace: TracedRequest, random: Random): Emitted<Span>[] {
  const spans: Emitted<Span>[] = [];
  const { queue } = world.spec;

  function place(node: RequestNode | CallNode): Placed {
    const start = trace.start + node.startMs;
    return {
      traceId: trace.traceId,
      traceState: trace.traceState,
      spanId: trace.spanIds.get(node)!,
      startTimeUnixNano: nanos(start),
      endTimeUnixNano: nanos(start + node.durationMs),
      flags: SAMPLED_AND_RANDOM,
    };
  }

  function serve(node: RequestNode, parentSpanId: Uint8Array | undefined): void {
    const { service, spec } = node.operation;
    // A data store sends no spans of its own.
    if (!node.pod || service.spec.role === 'datastore') return;
    const source = sources.application(node.pod);
    const own = place(node);
    const parent = parentSpanId === undefined ? {} : { parentSpanId };
    const consumes = service.spec.name === queue.worker;
    const message = node.failure === undefined ? undefined : failureMessage(node);
    const record: Span = {
      ...own,
      ...parent,
      name: spec.name,
      kind: spanKinds.indexOf(consumes ? 'consumer' : 'server'),
      attributes: consumes ? consumerAttributes(queue.topic, service.spec.name) : serverAttributes(node, random),
      ...(message !== undefined && { statusCode: FAILED, statusMessage: consumes ? message : '' }),
      ...(message !== undefined && { events: [exceptionEvent(own.endTimeUnixNano, classOfFailure(node), message)] }),
      ...(consumes && trace.linkTo !== undefined && { links: [trace.linkTo] }),
    };
    spans.push({ source, record });
    for (const call of node.calls) {
      spans.push({ source, record: clientSpan(call, place(call), own.spanId, random) });
      if (call.served) serve(call.served, trace.spanIds.get(call)!);
    }
    if (service.spec.name === queue.producer && message === undefined) {
      const sent = { ...own, spanId: createSpanId(random), parentSpanId: own.spanId };
      const attributes = { ...messaging(queue.topic, 'send'), 'messaging.operation.name': 'send' };
      const startTimeUnixNano = own.endTimeUnixNano - 1_500_000n;
      const name = `send ${queue.topic}`;
      spans.push({
        source,
        record: { ...sent, startTimeUnixNano, name, kind: spanKinds.indexOf('producer'), attributes },
      });
    }
  }

  serve(trace.root, undefined);
  return spans;
}

function messaging(topic: string, type: string): Attributes {
  return { 'messaging.system': 'kafka', 'messaging.destination.name': topic, 'messaging.operation.type': type };
}

function consumerAttributes(topic: string, group: string): Attributes {
  return {
    ...messaging(topic, 'process'),
    'messaging.operation.name': 'process',
    'messaging.consumer.group.name': group,
  };
}

function serverAttributes(node: RequestNode, random: Random): Attributes {
  const { method, target } = node.operation.spec;
  const status = statusOf(node);
  return {
    'http.request.method': method,
    'http.route': target,
    'url.path': target.replace('{id}', String(random.whole(1_000, 9_999))),
    'url.scheme': 'http',
    'http.response.status_code': status,
    ...(status >= 500 && { 'error.type': String(status) }),
  };
}

/** What the caller of a failed request gets. */
export function statusOf(node: RequestNode): number {
  if (node.failure === undefined) return node.operation.spec.method === 'POST' ? 201 : 200;
  if (node.failure === 'call') return node.calls.at(-1)?.outcome === 'timeout' ? 504 : 503;
  return node.failure === 'timeout' ? 503 : 500;
}

function clientSpan(call: CallNode, own: Placed, parentSpanId: Uint8Array, random: Random): Span {
  const failed = call.outcome !== 'answered';
  const { service, spec } = call.callee;
  const { runtime, name: peer } = service.spec;
  const isStore = service.spec.role === 'datastore';
  const errorType = failed ? classOfFailure(call) : '';
  const message = failed ? failureMessage(call) : '';
  const attributes: Attributes = isStore
    ? { 'db.system.name': runtime, ...database(call) }
    : {
        'http.request.method': spec.method,
        'url.full': `http://${peer}:8080${spec.target.replace('{id}', String(random.whole(1_000, 9_999)))}`,
        'server.port': 8080,
        ...(call.served && call.outcome !== 'timeout' && { 'http.response.status_code': statusOf(call.served) }),
        ...(call.attempt > 0 && { 'http.request.resend_count': call.attempt }),
      };
  return {
    ...own,
    parentSpanId,
    name: isStore ? spec.name : spec.method,
    kind: spanKinds.indexOf('client'),
    attributes: { ...attributes, 'server.address': peer, ...(failed && { 'error.type': errorType }) },
    ...(failed && { statusCode: FAILED, statusMessage: message }),
    ...(failed && !call.served && { events: [exceptionEvent(own.endTimeUnixNano, errorType, message)] }),
  };
}

function database(call: CallNode): Attributes {
  const { service, spec } = call.callee;
  if (service.spec.runtime === 'redis')
    return { 'db.operation.name': spec.method, 'db.query.text': `${spec.method} ${spec.target}:?` };
  const text =
    spec.method === 'SELECT'
      ? `SELECT * FROM ${spec.target} WHERE id = $1`
      : spec.method === 'UPDATE'
        ? `UPDATE ${spec.target} SET amount = amount - $1 WHERE sku = $2`
        : `INSERT INTO ${spec.target} VALUES ($1, $2, $3, $4)`;
  return {
    'db.namespace': service.spec.name.replace('-db', ''),
    'db.operation.name': spec.method,
    'db.collection.name': spec.target,
    'db.query.text': text,
    'server.port': 5432,
  };
}

function exceptionEvent(timeUnixNano: bigint, type: string, message: string): SpanEvent {
  return { timeUnixNano, name: 'exception', attributes: { 'exception.type': type, 'exception.message': message } };
}
