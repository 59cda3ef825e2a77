// OTLP as others understand it: `--peers DIR` names the directory of the outside programs.
import { parseArgs } from 'node:util';
import { goPrograms } from '../../test/support/go-programs.ts';
import { startPlatform } from '../../test/support/platform.ts';
import type { JudgedCase } from '../judge.ts';
import { judgeByCollector } from './otlp/collector.ts';
import { judgeByGrpcurl } from './otlp/grpcurl.ts';
import { judgeByH2spec } from './otlp/h2spec.ts';
import { judgeByTelemetrygen } from './otlp/telemetrygen.ts';

export async function judge(args: readonly string[], report: (judged: JudgedCase) => void): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { peers: { type: 'string' } } });
  if (values.peers === undefined) throw new Error('--peers DIR must name the directory of the outside programs');
  const programs = goPrograms(values.peers, ['otelcol', 'telemetrygen', 'grpcurl', 'h2spec']);
  const platform = await startPlatform();
  try {
    const { client } = await platform.signIn();
    await judgeByGrpcurl(programs.grpcurl, platform, report);
    await judgeByH2spec(programs.h2spec, platform, report);
    await judgeByTelemetrygen(programs.telemetrygen, platform, client, report);
    await judgeByCollector(programs, platform, client, report);
  } finally {
    await platform.remove();
  }
}
