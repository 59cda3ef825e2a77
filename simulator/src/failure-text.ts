import { formatTime } from '@foreshock/model/time.ts';
import type { Runtime } from './cluster.ts';
import type { CallNode, RequestNode } from './sample-request.ts';

/** How each language words the same mishap, as its libraries do. */

function isCall(node: RequestNode | CallNode): node is CallNode {
  return 'outcome' in node;
}

type Words = Readonly<Partial<Record<Runtime, string>>>;

function inWordsOf(runtime: Runtime, words: Words, otherwise: string): string {
  return words[runtime] ?? otherwise;
}

const TIMEOUT: Words = {
  go: 'context.deadlineExceededError',
  jvm: 'java.net.SocketTimeoutException',
  python: 'TimeoutError',
};
const REFUSED: Words = { go: '*net.OpError', jvm: 'java.net.ConnectException', python: 'ConnectionRefusedError' };
const POOL: Words = { go: 'pgxpool.ErrAcquireTimeout', jvm: 'java.sql.SQLTransientConnectionException' };
const UNRESOLVED: Words = {
  go: '*net.DNSError',
  jvm: 'java.net.UnknownHostException',
  python: 'socket.gaierror',
  nodejs: 'ENOTFOUND',
};
const CERTIFICATE: Words = {
  go: 'x509.CertificateInvalidError',
  jvm: 'javax.net.ssl.SSLHandshakeException',
  nodejs: 'CERT_HAS_EXPIRED',
};
const DEFECT: Words = {
  go: 'runtime.boundsError',
  jvm: 'java.lang.NullPointerException',
  python: 'KeyError',
  nodejs: 'TypeError',
};

/** The type of exception, or the `error.type` of a call. */
export function classOfFailure(node: RequestNode | CallNode): string {
  if (isCall(node)) {
    const { runtime } = node.callee.service.spec;
    switch (node.outcome) {
      case 'timeout':
        return 'timeout';
      case 'refused':
        return inWordsOf(runtime, REFUSED, 'ECONNREFUSED');
      case 'unresolved':
        return inWordsOf(node.caller.spec.runtime, UNRESOLVED, 'ENOTFOUND');
      case 'pool-timeout':
        return 'connection_pool_timeout';
      case 'certificate':
        return inWordsOf(runtime, CERTIFICATE, 'CERT_HAS_EXPIRED');
      default:
        return node.served?.failure === 'disk-full' ? '53100' : '503';
    }
  }
  const { runtime } = node.operation.service.spec;
  const last = node.calls.at(-1);
  switch (node.failure) {
    case 'defect':
      return inWordsOf(runtime, DEFECT, 'Error');
    case 'timeout':
      return inWordsOf(runtime, TIMEOUT, 'TimeoutError');
    case 'call':
      return last?.outcome === 'pool-timeout' ? inWordsOf(runtime, POOL, 'PoolTimeout') : 'UpstreamError';
    default:
      return 'ConnectionResetError';
  }
}

/** What went wrong, in one line. */
export function failureMessage(node: RequestNode | CallNode): string {
  if (isCall(node)) return callFailure(node);
  const { service } = node.operation;
  const last = node.calls.at(-1);
  switch (node.failure) {
    case 'defect':
      return defectMessage(service.spec.runtime);
    case 'timeout':
      return `request waited ${Math.round(node.durationMs)} ms for a worker and was given up`;
    case 'call':
      return last ? callFailure(last) : 'a dependency failed';
    case 'disk-full':
      return 'could not write: no space left on device';
    default:
      return 'connection reset by peer';
  }
}

function defectMessage(runtime: Runtime): string {
  const words: Words = {
    go: 'runtime error: index out of range [3] with length 3',
    jvm: 'Cannot invoke "shop.money.Amount.currency()" because "total" is null',
    python: "'variant_id'",
    nodejs: "Cannot read properties of undefined (reading 'currency')",
  };
  return inWordsOf(runtime, words, 'unexpected state');
}

function unresolvedMessage(runtime: Runtime, host: string): string {
  const words: Words = {
    go: `dial tcp: lookup ${host} on 10.96.0.10:53: no such host`,
    jvm: `java.net.UnknownHostException: ${host}: Name or service not known`,
    python: `[Errno -2] Name or service not known: ${host}`,
    nodejs: `getaddrinfo ENOTFOUND ${host}`,
  };
  return inWordsOf(runtime, words, `could not translate host name "${host}" to address: Name or service not known`);
}

/** A call that failed, as its caller says it. */
export function callFailure(call: CallNode): string {
  const { service, spec } = call.callee;
  const { name, pool, runtime } = service.spec;
  const took = Math.round(call.durationMs);
  switch (call.outcome) {
    case 'pool-timeout':
      return `timeout acquiring connection after ${took} ms from pool ${name} (${service.pool!.used}/${pool!.limit} in use)`;
    case 'timeout':
      return `${spec.name} to ${name} timed out after ${took} ms (attempt ${call.attempt + 1})`;
    case 'refused':
      return `dial tcp ${name}:${runtime === 'postgresql' ? 5432 : 8080}: connect: connection refused`;
    case 'unresolved':
      return unresolvedMessage(call.caller.spec.runtime, name);
    case 'certificate':
      return `tls: failed to verify certificate: x509: certificate has expired: ${name} is not valid after ${formatTime(service.certificate!.notAfter)}`;
    case 'failed':
      if (call.served?.failure === 'disk-full') {
        return `ERROR: could not extend file "base/16384/24601": No space left on device (SQLSTATE 53100)`;
      }
      return `${name} answered 503 to ${spec.name} after ${took} ms`;
    default:
      return '';
  }
}
