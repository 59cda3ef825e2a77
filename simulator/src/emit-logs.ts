import type { LogRecord, ValueToSend } from '@foreshock/otlp/telemetry-to-send.ts';
import type { TracedRequest } from './emit-traces.ts';
import { type Emitted, nanos } from './emitted.ts';
import { callFailure, classOfFailure, failureMessage } from './failure-text.ts';
import { codeAttributes, requestLine, retryLine } from './log-line.ts';
import type { Random } from './random.ts';
import type { RequestNode } from './sample-request.ts';
import type { Sources } from './sources.ts';
import type { PodState } from './world.ts';

export type Severity = 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | 'FATAL';
const SEVERITY_NUMBERS = { DEBUG: 5, INFO: 9, WARN: 13, ERROR: 17, FATAL: 21 } as const satisfies Record<
  Severity,
  number
>;

/** From the line being written to the Collector having read it. */
const READ_AFTER_MS = 180;

export function logRecord(
  time: number,
  severity: Severity,
  body: ValueToSend,
  more: Partial<LogRecord> = {},
): LogRecord {
  return {
    timeUnixNano: nanos(time),
    observedTimeUnixNano: nanos(time + READ_AFTER_MS),
    severityNumber: SEVERITY_NUMBERS[severity],
    severityText: severity,
    body,
    ...more,
  };
}

/** The lines that a request leaves behind in each service that it passed. */
export function requestLogs(sources: Sources, trace: TracedRequest, random: Random): Emitted<LogRecord>[] {
  const logs: Emitted<LogRecord>[] = [];

  function write(
    node: RequestNode,
    pod: PodState,
    atMs: number,
    severity: Severity,
    body: ValueToSend,
    attributes = {},
  ): void {
    const service = node.operation.service.spec.name;
    const isTrouble = severity === 'WARN' || severity === 'ERROR';
    logs.push({
      source: sources.application(pod),
      record: logRecord(trace.start + atMs, severity, body, {
        traceId: trace.traceId,
        spanId: trace.spanIds.get(node)!,
        flags: 1,
        attributes: isTrouble ? { ...codeAttributes(service), ...attributes } : attributes,
      }),
    });
  }

  function visit(node: RequestNode): void {
    const { pod, operation } = node;
    if (!pod || operation.service.spec.role === 'datastore') return;
    for (const call of node.calls) {
      if (call.served) visit(call.served);
      if (call.outcome === 'answered') continue;
      const end = call.startMs + call.durationMs;
      const retried = node.calls.some((other) => other.callee === call.callee && other.attempt === call.attempt + 1);
      if (retried) write(node, pod, end, 'WARN', retryLine(call), { 'error.type': classOfFailure(call) });
      else if (call.spec.optional)
        write(node, pod, end, 'WARN', `answering without ${call.callee.service.spec.name}: ${callFailure(call)}`);
      else write(node, pod, end, 'ERROR', callFailure(call), { 'error.type': classOfFailure(call) });
    }
    const end = node.startMs + node.durationMs;
    if (node.failure === undefined) {
      write(node, pod, end, 'INFO', requestLine(node, random));
      return;
    }
    if (node.failure !== 'call') {
      const type = classOfFailure(node);
      const message = failureMessage(node);
      write(node, pod, end, 'ERROR', `${type}: ${message}`, { 'exception.type': type, 'exception.message': message });
    } else if (node.startMs === 0) {
      write(
        node,
        pod,
        end,
        'ERROR',
        `${operation.spec.name} failed after ${Math.round(node.durationMs)} ms: ${failureMessage(node)}`,
      );
    }
  }

  visit(trace.root);
  return logs;
}
