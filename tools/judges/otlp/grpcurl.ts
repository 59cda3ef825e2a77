import type { Platform } from '../../../test/support/platform.ts';
import { runProgram } from '../../../test/support/run-program.ts';
import type { JudgedCase } from '../../judge.ts';

interface Question {
  readonly name: string;
  readonly args: readonly string[];
  /** What the program must print; it ends with 0 unless `fails`. */
  readonly prints: RegExp;
  readonly fails?: boolean;
}

const LOGS = 'opentelemetry.proto.collector.logs.v1.LogsService';
const twoRecords = JSON.stringify({
  resource_logs: [
    {
      scope_logs: [
        {
          log_records: [
            { body: { string_value: 'by grpcurl' }, severity_number: 'SEVERITY_NUMBER_INFO' },
            { body: { string_value: 'refused' }, trace_id: 'AQI=' },
          ],
        },
      ],
    },
  ],
});

/** No file with messages is given: all that grpcurl knows it has by reflection. */
const questions: readonly Question[] = [
  { name: 'lists the services', args: ['list'], prints: /LogsService[\s\S]*MetricsService[\s\S]*TraceService/ },
  {
    name: 'describes a message',
    args: ['describe', 'opentelemetry.proto.metrics.v1.ExponentialHistogramDataPoint'],
    prints: /optional double sum = 5;[\s\S]*message Buckets/,
  },
  { name: 'health', args: ['grpc.health.v1.Health/Check'], prints: /"status": "SERVING"/ },
  {
    name: 'health of one service',
    args: ['-d', JSON.stringify({ service: LOGS }), 'grpc.health.v1.Health/Check'],
    prints: /"status": "SERVING"/,
  },
  {
    name: 'health of a service that is none',
    args: ['-d', '{"service":"other"}', 'grpc.health.v1.Health/Check'],
    prints: /Code: NotFound/,
    fails: true,
  },
  {
    name: 'watched health goes on',
    args: ['-max-time', '1', 'grpc.health.v1.Health/Watch'],
    prints: /"status": "SERVING"[\s\S]*DeadlineExceeded/,
    fails: true,
  },
  { name: 'Export of nothing', args: [`${LOGS}/Export`], prints: /^\{\s*\}\s*$/ },
  {
    name: 'Export with a partial success',
    args: ['-d', twoRecords, `${LOGS}/Export`],
    prints: /"rejectedLogRecords": "1"[\s\S]*trace_id must be 16 bytes/,
  },
  {
    name: 'an unknown key',
    args: ['-H', 'authorization: Bearer fsk_nobody', `${LOGS}/Export`],
    prints: /Code: Unauthenticated/,
    fails: true,
  },
];

export async function judgeByGrpcurl(
  grpcurl: string,
  platform: Platform,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  for (const { name, args, prints, fails = false } of questions) {
    // Flags stand before the address, the method or the verb behind it.
    const isVerb = args[0] === 'list' || args[0] === 'describe';
    const flags = isVerb ? [] : args.slice(0, -1);
    const rest = isVerb ? args : args.slice(-1);
    const program = runProgram(grpcurl, ['-plaintext', ...flags, platform.otlpGrpc, ...rest]);
    const code = await program.ended;
    const isHeld = (code !== 0) === fails && prints.test(program.output());
    const said = program.output().replaceAll(/\s+/g, ' ').trim();
    report({ name: `grpcurl: ${name}`, verdict: isHeld ? 'held' : 'broken', detail: isHeld ? '' : `${code}: ${said}` });
  }
}
