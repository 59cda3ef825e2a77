import type { Platform } from '../../../test/support/platform.ts';
import { runProgram } from '../../../test/support/run-program.ts';
import type { JudgedCase } from '../../judge.ts';

/** The health check, as an operator asks it. */
export async function judgeByGrpcurl(
  grpcurl: string,
  platform: Platform,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const program = runProgram(grpcurl, ['-plaintext', platform.otlpGrpc, 'grpc.health.v1.Health/Check']);
  const code = await program.ended;
  const isServing = code === 0 && /"status":\s*"SERVING"/.test(program.output());
  const detail = program.output().replaceAll(/\s+/g, ' ').trim();
  report({ name: 'grpcurl: health', verdict: isServing ? 'held' : 'broken', detail });
}
