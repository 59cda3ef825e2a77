import { runProgram } from '../../../test/support/run-program.ts';
import type { JudgedCase } from '../../judge.ts';

interface Question {
  readonly name: string;
  readonly args: readonly string[];
  readonly input?: object;
  readonly withKey?: false;
  /** What the program must print; it ends with 0 unless `fails`. */
  readonly prints: RegExp;
  readonly fails?: true;
}

/** An incident that is there, and the place from which a watcher is told of it. */
export interface GrpcSubject {
  readonly origin: string;
  readonly secret: string;
  readonly incident: string;
  readonly watchFrom: string;
}

const CALLS = 500;

/** No file with messages is given: all that the programs know they have by reflection. */
export async function judgeByGrpc(
  programs: Readonly<Record<'grpcurl' | 'ghz', string>>,
  subject: GrpcSubject,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const { host } = new URL(subject.origin);
  const key = `authorization: Bearer ${subject.secret}`;
  for (const { name, args, input = {}, withKey = true, prints, fails = false } of questionsOf(subject)) {
    const isVerb = args[0] === 'list' || args[0] === 'describe';
    const data = isVerb ? [] : ['-d', JSON.stringify(input), ...(withKey ? ['-H', key] : [])];
    const flags = isVerb ? [] : args.slice(0, -1);
    const rest = isVerb ? args : args.slice(-1);
    const program = runProgram(programs.grpcurl, ['-plaintext', ...flags, ...data, host, ...rest]);
    const code = await program.ended;
    const isHeld = (code !== 0) === fails && prints.test(program.output());
    const said = program.output().replaceAll(/\s+/g, ' ').trim();
    report({ name: `grpcurl: ${name}`, verdict: isHeld ? 'held' : 'broken', detail: isHeld ? '' : `${code}: ${said}` });
  }
  const metadata = JSON.stringify({ authorization: `Bearer ${subject.secret}` });
  const load = runProgram(programs.ghz, [
    ...['--insecure', '--call', 'foreshock.v1.Incidents.List', '-n', String(CALLS), '-c', '10', '-d', '{"limit":1}'],
    ...['-m', metadata, '-O', 'json', host],
  ]);
  const code = await load.ended;
  const isHeld = code === 0 && new RegExp(`"OK": ?${CALLS}\\b`).test(load.output());
  const rate = /"rps": ?([\d.]+)/.exec(load.output())?.[1] ?? 'none';
  report({
    name: 'ghz: every call is answered',
    verdict: isHeld ? 'held' : 'broken',
    detail: isHeld ? `${Math.round(Number(rate))} calls a second` : load.output().slice(0, 1_000),
  });
}

function questionsOf({ incident, watchFrom }: GrpcSubject): readonly Question[] {
  const watched = new RegExp(`"resumeToken"[\\s\\S]*"id": "${incident}"[\\s\\S]*DeadlineExceeded`);
  return [
    { name: 'lists the services', args: ['list'], prints: /v1\.Calibration[\s\S]*v1\.Incidents[\s\S]*v1\.Predictions/ },
    {
      name: 'describes a message',
      args: ['describe', 'foreshock.v1.PredictionSummary'],
      prints: /optional \.google\.protobuf\.Timestamp act_by/,
    },
    { name: 'a list', args: ['foreshock.v1.Incidents/List'], prints: new RegExp(`"id": "${incident}"`) },
    {
      name: 'one of them',
      args: ['foreshock.v1.Incidents/Get'],
      input: { id: incident },
      prints: /"title": "judged"/,
    },
    {
      name: 'one that is none',
      args: ['foreshock.v1.Predictions/Get'],
      input: { id: 'prd_none' },
      prints: /Code: NotFound[\s\S]*google\.rpc\.ErrorInfo/,
      fails: true,
    },
    {
      name: 'an input that is wrong',
      args: ['foreshock.v1.Predictions/List'],
      input: { limit: 5_000 },
      prints: /Code: InvalidArgument[\s\S]*google\.rpc\.BadRequest[\s\S]*"field": "limit"/,
      fails: true,
    },
    {
      name: 'without a key',
      args: ['foreshock.v1.Calibration/Get'],
      withKey: false,
      prints: /Code: Unauthenticated/,
      fails: true,
    },
    {
      name: 'a watch from the token of a list',
      args: ['-max-time', '3', 'foreshock.v1.Incidents/Watch'],
      input: { after: watchFrom },
      prints: watched,
      fails: true,
    },
    {
      name: 'a watch from a token of another database',
      args: ['foreshock.v1.Predictions/Watch'],
      input: { after: 'aaaaaaaaaaaa-1' },
      prints: /Code: OutOfRange/,
      fails: true,
    },
  ];
}
