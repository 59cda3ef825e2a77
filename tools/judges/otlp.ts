// OTLP as others understand it: `--peers DIR` names the directory of the outside programs.
import { parseArgs } from 'node:util';
import { goPrograms } from '../../test/support/go-programs.ts';
import { startPlatform } from '../../test/support/platform.ts';
import type { JudgedCase } from '../judge.ts';
import { judgeByGrpcurl } from './otlp/grpcurl.ts';

export async function judge(args: readonly string[], report: (judged: JudgedCase) => void): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { peers: { type: 'string' } } });
  if (values.peers === undefined) throw new Error('--peers DIR must name the directory of the outside programs');
  const programs = goPrograms(values.peers, ['grpcurl']);
  const platform = await startPlatform();
  try {
    await judgeByGrpcurl(programs.grpcurl, platform, report);
  } finally {
    await platform.remove();
  }
}
