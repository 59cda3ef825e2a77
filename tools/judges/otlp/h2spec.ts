import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Platform } from '../../../test/support/platform.ts';
import { runProgram } from '../../../test/support/run-program.ts';
import type { JudgedCase } from '../../judge.ts';

/** Seconds that a case waits for an answer; those that are broken by silence cost so much each. */
const WAIT_SECONDS = 1;

const NGHTTP2 = 'nghttp2, the HTTP/2 of Node, passes over what can do no harm on a stream that has ended';
const NODE = 'Node closes the whole connection where the case wants less';
const EARLY = 'the refusal had left before the fault came, for it does not wait for what it does not read';
const HEADERS_ONLY = 'a refusal of gRPC is headers alone, and the case waits for data';
const HTTP1 = 'the port speaks HTTP/1 too: what does not begin as HTTP/2 is answered as that and closed';

/** Cases that may be broken, and why that is let be. */
const known: ReadonlyMap<string, string> = new Map([
  ['http2/5.1 closed: Sends a DATA frame after sending RST_STREAM frame', NGHTTP2],
  ['http2/5.1 closed: Sends a HEADERS frame after sending RST_STREAM frame', NGHTTP2],
  ['http2/5.1 closed: Sends a DATA frame', NGHTTP2],
  ['http2/5.1 closed: Sends a HEADERS frame', NGHTTP2],
  ['http2/5.1.1 Sends stream identifier that is numerically smaller than previous', NGHTTP2],
  ['http2/5.3.1 Sends PRIORITY frame that depend on itself', NGHTTP2],
  ['http2/6.3 Sends a PRIORITY frame with 0x0 stream identifier', NGHTTP2],
  ['http2/6.7 Sends a PING frame with ACK', NODE],
  [
    'http2/6.9.1 Sends multiple WINDOW_UPDATE frames increasing the flow control window to above 2^31-1 on a stream',
    NODE,
  ],
  ['http2/5.1 half closed (remote): Sends a DATA frame', EARLY],
  ['http2/5.1 half closed (remote): Sends a HEADERS frame', EARLY],
  ['http2/5.1.2 Sends HEADERS frames that causes their advertised concurrent stream limit to be exceeded', EARLY],
  ['http2/8.1 Sends a second HEADERS frame without the END_STREAM flag', EARLY],
  ['http2/8.1.2.1 Sends a HEADERS frame that contains a pseudo-header field as trailers', EARLY],
  [
    'http2/8.1.2.6 Sends a HEADERS frame with the "content-length" header field which does not equal the DATA frame payload length',
    EARLY,
  ],
  [
    'http2/8.1.2.6 Sends a HEADERS frame with the "content-length" header field which does not equal the sum of the multiple DATA frames payload length',
    EARLY,
  ],
  ['http2/6.9 Sends a WINDOW_UPDATE frame with a flow control window increment of 0 on a stream', EARLY],
  ['generic/2 Sends a WINDOW_UPDATE frame on half-closed (remote) stream', HEADERS_ONLY],
  ['generic/2 Sends a PRIORITY frame on half-closed (remote) stream', HEADERS_ONLY],
  ['http2/3.5 Sends invalid connection preface', HTTP1],
]);

export async function judgeByH2spec(
  h2spec: string,
  platform: Platform,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const ports = { gRPC: new URL(`http://${platform.otlpGrpc}`).port, HTTP: new URL(platform.otlpHttp).port };
  for (const [name, port] of Object.entries(ports)) await judgePort(h2spec, name, port, report);
}

async function judgePort(
  h2spec: string,
  name: string,
  port: string,
  report: (judged: JudgedCase) => void,
): Promise<void> {
  const { count, failed } = await askH2spec(h2spec, port);
  let unknown = failed.filter((one) => !known.has(one));
  // Some cases race with the answer on a busy machine: broken is what is so twice.
  if (unknown.length > 0) {
    const again = new Set((await askH2spec(h2spec, port)).failed);
    unknown = unknown.filter((one) => again.has(one));
  }
  const isHeld = count > 100 && unknown.length === 0;
  const letBe = failed.filter((one) => known.has(one));
  const detail = isHeld
    ? `${count - letBe.length} of ${count}; let be: ${summaryOf(letBe)}`
    : `${count} cases; not known: ${unknown.join('; ')}`;
  report({ name: `h2spec: ${name} port`, verdict: isHeld ? 'held' : 'broken', detail });
}

interface Report {
  readonly count: number;
  readonly failed: string[];
}

async function askH2spec(h2spec: string, port: string): Promise<Report> {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-h2spec-'));
  try {
    const file = join(directory, 'report.xml');
    const at = ['--host', '127.0.0.1', '--port', port, '--path', '/v1/logs'];
    const program = runProgram(h2spec, [...at, '--strict', '--timeout', String(WAIT_SECONDS), '--junit-report', file]);
    await program.ended;
    return parseReport(readFileSync(file, 'utf8'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Each reason with the number of its cases. */
function summaryOf(failed: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of failed) counts.set(known.get(name)!, (counts.get(known.get(name)!) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count}: ${reason}`).join('; ');
}

function parseReport(xml: string): Report {
  const cases = [
    ...xml.matchAll(/<testcase package="([^"]*)" classname="([^"]*)"[^>]*?(?:\/>|>([\s\S]*?)<\/testcase>)/g),
  ];
  const failed = cases.filter(([, , , content]) => /<(failure|error)/.test(content ?? ''));
  return { count: cases.length, failed: failed.map(([, part, title]) => `${part} ${title}`.replaceAll('&#34;', '"')) };
}
