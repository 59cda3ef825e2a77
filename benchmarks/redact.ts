/**
 * What redaction costs: time of processor per log record of about 426 bytes of protobuf (1 in 20 holds something that must
 * not stay), bytes per second, the dearest line of 64 KiB, and, in the same run, how a regular expression for each kind
 * and line does on the bodies alone. Rounds take turns; the median counts.
 *
 *   node benchmarks/redact.ts
 */
import type { LogColumns } from '../model/src/log-columns.ts';
import { textAt } from '../model/src/text-column.ts';
import { decodeLogs } from '../otlp/src/decode-logs.ts';
import { encodeLogs } from '../otlp/src/encode-logs.ts';
import type { LogRecord } from '../otlp/src/telemetry-to-send.ts';
import { createDefaultRedactor } from '../server/src/redaction/default-redactor.ts';
import { redact } from '../server/src/redaction/redact.ts';

const ROUNDS = 15;
const RECORDS = 8_000;
const NOW = 1_732_645_678_123;

const bodies: readonly ((i: number) => string)[] = [
  (i) =>
    `request ${i * 7_919} handled by worker ${i % 32} in ${(i * 37) % 900} ms, status 200, upstream cart-service, retries 0`,
  (i) =>
    `GET /api/v2/cart/${i * 31}/items HTTP/1.1 from 10.${i % 200}.3.${i % 9}:4${i % 1_000} took ${i % 90}ms user_agent=okhttp/4.9.3`,
  (i) =>
    `Received block blk_${i * 104_729} of size ${i * 512} from /10.251.${i % 255}.14 at 2026-11-26T18:${10 + (i % 50)}:12.123Z`,
  (i) =>
    `level=info msg="order placed" order=ord-${i * 17} total=${i % 500}.99 currency=EUR items=${i % 7} region=eu-central-1`,
  (i) =>
    `{"level":"info","msg":"payment settled","order":"ord-${i * 13}","amount":${i % 500}.5,"attempt":${i % 3},"took_ms":${i % 80}}`,
];
const secrets: readonly ((i: number) => string)[] = [
  (i) => `login of user${i}@example.org from 203.0.113.${i % 250} succeeded`,
  (i) => `connecting to postgres://app:pw${i}x@db.shop.svc:5432/orders`,
  (i) => `upstream answered 401 for Authorization: Bearer abc${i}def${i * 7}ghi`,
];

/** `secretShare`: 1 in how many records. */
function columnsWith(secretEvery: number): { readonly body: Uint8Array; readonly decode: () => LogColumns } {
  const records = Array.from({ length: RECORDS }, (_, i): LogRecord => {
    const text = i % secretEvery === secretEvery - 1 ? secrets[i % secrets.length]! : bodies[i % bodies.length]!;
    return {
      timeUnixNano: BigInt(NOW + i) * 1_000_000n,
      observedTimeUnixNano: BigInt(NOW + i + 180) * 1_000_000n,
      severityNumber: 9,
      severityText: 'INFO',
      body: text(i),
      traceId: Buffer.from((BigInt(i) * 7_919_104_729n).toString(16).padStart(32, '0'), 'hex'),
      spanId: Buffer.from((BigInt(i) * 104_729n).toString(16).padStart(16, '0'), 'hex'),
      flags: 1,
      attributes: {
        'log.iostream': 'stdout',
        'log.file.path': `/var/log/pods/shop_cart-7d4b9c6f5-x2x9z_0af76519/cart/${i % 3}.log`,
        'http.request.method': 'GET',
        'http.route': '/api/v2/cart/{id}/items',
        'http.response.status_code': 200,
        'code.function.name': 'com.shop.cart.CartController.items',
        'thread.name': `http-nio-8080-exec-${i % 40}`,
      },
    };
  });
  const body = encodeLogs([
    { resource: { 'service.name': 'cart', 'k8s.pod.name': 'cart-7d4b9c6f5-x2x9z' }, scopes: [{ records }] },
  ]);
  const decode = (): LogColumns => {
    const decoded = decodeLogs(body, NOW);
    if (!decoded.ok) throw new Error(decoded.error.message);
    return decoded.value.columns;
  };
  return { body, decode };
}

/** What one would write first. */
const naive = [
  /[\w.+-]+@[\w-]+\.[\w.]+/,
  /\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b/,
  /\b(?:[0-9a-f]{1,4}:){3,7}[0-9a-f]{1,4}\b/i,
  /\b(?:\d[ -]?){13,19}\b/,
  /\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b/,
  /eyJ[\w-]+\.[\w-]+\.[\w-]+/,
  /\b(?:AKIA|ghp_|glpat-|xox[bp]-|sk_live_)\w+/,
  /(?:password|passwd|secret|token|api_key)["']?\s*[:=]\s*["']?\S+/i,
  /\b(?:bearer|basic)\s+\S+/i,
];

const redactor = createDefaultRedactor(new Uint8Array(32).fill(7));
const [clean, mixed] = [columnsWith(1e9), columnsWith(20)];
const [cleanColumns, mixedColumns] = [clean.decode(), mixed.decode()];
const lines = Array.from({ length: RECORDS }, (_, row) => textAt(mixedColumns.body, row));
const ways = {
  'clean records': () => redact(cleanColumns, redactor),
  '1 in 20 with secrets': () => redact(mixedColumns, redactor),
  'bodies alone, by text': () => lines.reduce((length, line) => length + redactor.text(line).length, 0),
  'bodies alone, 9 naive patterns': () =>
    lines.reduce((found, line) => found + naive.filter((pattern) => pattern.test(line)).length, 0),
};
const times = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(ways)) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    times.set(name, [...(times.get(name) ?? []), user + system]);
  }
}
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
const bytesOf: Readonly<Record<string, number>> = {
  'clean records': clean.body.length,
  '1 in 20 with secrets': mixed.body.length,
};
const bodyBytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
console.log(
  `${(mixed.body.length / RECORDS).toFixed(0)} bytes a record, of them ${(bodyBytes / RECORDS).toFixed(0)} in the body`,
);
for (const [name, values] of times) {
  const microseconds = median(values);
  const best = Math.min(...values);
  const bytes = bytesOf[name] ?? bodyBytes;
  console.log(
    `${name.padEnd(32)} ${((microseconds * 1_000) / RECORDS).toFixed(0).padStart(6)} ns/record (best ${((best * 1_000) / RECORDS).toFixed(0)})  ${(bytes / microseconds / 1.048576).toFixed(0).padStart(5)} MiB/s`,
  );
}
const share = median(times.get('1 in 20 with secrets')!) / median(times.get('bodies alone, 9 naive patterns')!);
console.log(`redaction of whole records takes ${(share * 100).toFixed(0)} % of the naive patterns on the bodies alone`);

const baits = [
  'password=a1b2c3d4 ',
  'a@b.cd ',
  '203.0.113.9 ',
  '4111 ',
  '%40',
  '--password ',
  'cookie: a=',
  'a:',
  '@',
  'eyJ-',
  '<EMAIL:',
  '{"a":',
];
let worst = { bait: '', ms: 0 };
for (const bait of baits) {
  const text = bait.repeat(Math.ceil(65_536 / bait.length));
  const runs = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    redactor.text(text);
    return process.cpuUsage(before).user / 1_000;
  });
  if (median(runs) > worst.ms) worst = { bait, ms: median(runs) };
}
console.log(`dearest line of 64 KiB: ${worst.ms.toFixed(1)} ms, of ${JSON.stringify(worst.bait)} again and again`);
