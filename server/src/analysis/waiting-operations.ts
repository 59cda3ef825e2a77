/**
 * Operations that wait for something to come: their duration says how long nothing came, not how slow somebody is. By
 * the names that conventions give them: blocking commands of Redis, the receive of OpenTelemetry's messaging spans,
 * long polls and streams of events over HTTP, watches over gRPC.
 */
const WAITING = [
  /\b(?:B[LRZ]POP|BRPOPLPUSH|BLMOVE|B[LZ]MPOP|BZPOPM(?:IN|AX)|XREAD(?:GROUP)?)\b/i,
  /^(?:receive|poll)(?: |$)|(?:^| )(?:receive|poll)$/i,
  /\/(?:long[-_]?)?poll(?:ing)?\/?$|\/(?:subscribe|sse|event-?stream)\/?$/i,
  /\/Watch$/,
];

/** Attributes of a metric that name the operation. */
const OPERATION_KEYS = [
  'db.operation.name',
  'messaging.operation.name',
  'messaging.operation.type',
  'http.route',
  'rpc.method',
];

export function isWaiting(operation: string): boolean {
  return WAITING.some((name) => name.test(operation));
}

export function isOfWaiting(attributes: Readonly<Record<string, string>>): boolean {
  return OPERATION_KEYS.some((key) => attributes[key] !== undefined && isWaiting(attributes[key]));
}
