// Lines with nothing to hide, as Kubernetes and the usual servers write them: full of what looks like a secret and is none,
// such as digests, ids, versions, private addresses, times, counts of tokens. And what the simulated shop logs.
import { createCluster } from '@foreshock/simulator/create-cluster.ts';
import { createRandom, type Random } from '@foreshock/simulator/random.ts';

const START = Date.parse('2026-11-26T00:00:00Z');
const HEX = '0123456789abcdef';
const LOWER = 'bcdfghjklmnpqrstvwxz2456789';

const from = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet[random.whole(0, alphabet.length - 1)]!).join('');
const hex = (random: Random, length: number): string => from(random, HEX, length);
const pod = (random: Random): string =>
  `${random.pick(['cart', 'checkout', 'payment', 'web', 'search'])}-${hex(random, 9)}-${from(random, LOWER, 5)}`;
const privateAddress = (random: Random): string =>
  random.pick([`10.${random.whole(0, 255)}`, `172.${random.whole(16, 31)}`, '192.168']) +
  `.${random.whole(0, 255)}.${random.whole(1, 254)}`;
const uuid = (random: Random): string => [8, 4, 4, 4, 12].map((length) => hex(random, length)).join('-');
const at = (random: Random): string => new Date(START + random.whole(0, 86_399_999)).toISOString();

const forms: readonly ((random: Random) => string)[] = [
  (r) =>
    `I1126 18:${r.whole(10, 59)}:${r.whole(10, 59)}.${r.whole(100000, 999999)}       1 reconciler.go:224] "operationExecutor.VerifyControllerAttachedVolume started" volume="kube-api-access-${from(r, LOWER, 5)}" pod="shop/${pod(r)}"`,
  (r) =>
    `E1126 18:${r.whole(10, 59)}:${r.whole(10, 59)}.${r.whole(100000, 999999)}   ${r.whole(1000, 9999)} pod_workers.go:951] "Error syncing pod, skipping" err="failed to \\"StartContainer\\" for \\"cart\\" with CrashLoopBackOff: \\"back-off ${r.whole(10, 300)}s restarting failed container=cart pod=${pod(r)}_shop(${uuid(r)})\\""`,
  (r) => `MountVolume.SetUp failed for volume "secret-${from(r, LOWER, 5)}" : secret "cart-tls" not found`,
  (r) =>
    `Successfully pulled image "registry.shop.svc/cart@sha256:${hex(r, 64)}" in ${r.whole(1, 9)}.${r.whole(100, 999)}s`,
  (r) => `Created container with id ${hex(r, 64)} for pod ${pod(r)}`,
  (r) =>
    `level=info ts=${at(r)} caller=compact.go:519 component=tsdb msg="write block" mint=${r.whole(1_600_000_000_000, 1_800_000_000_000)} ulid=01H${from(r, '0123456789ABCDEFGHJKMNPQRSTVWXYZ', 23)} duration=${r.whole(1, 9)}.${r.whole(1, 999)}s`,
  (r) =>
    `${privateAddress(r)} - - [26/Nov/2026:18:${r.whole(10, 59)}:${r.whole(10, 59)} +0000] "GET /api/v2/cart/${r.whole(1, 99999)}/items?page=${r.whole(1, 9)}&next_page_token=${from(r, LOWER, 12)} HTTP/1.1" 200 ${r.whole(100, 99999)} "-" "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${r.whole(90, 130)}.0.0.0 Safari/537.36"`,
  (r) =>
    `[${at(r)}] "POST /cart HTTP/2" 200 - ${r.whole(0, 999)} ${r.whole(0, 999)} ${r.whole(1, 99)} ${r.whole(1, 99)} "-" "okhttp/4.${r.whole(1, 12)}.${r.whole(0, 9)}" "${uuid(r)}" "cart.shop:8080" "${privateAddress(r)}:8080" outbound|8080||cart.shop.svc.cluster.local`,
  (r) =>
    `${at(r).replace('T', ' ').replace('Z', ' UTC')} [${r.whole(100, 9999)}] LOG:  duration: ${r.whole(1, 9999)}.${r.whole(100, 999)} ms  statement: SELECT id, total FROM orders WHERE cart_id = $1 AND state = $2 LIMIT ${r.whole(1, 100)}`,
  (r) => `${at(r)} [${r.whole(100, 999)}] FATAL:  password authentication failed for user "cart"`,
  (r) =>
    `[${at(r)}] INFO [Partition orders-${r.whole(0, 63)} broker=${r.whole(0, 9)}] Log loaded for partition orders-${r.whole(0, 63)} with initial high watermark ${r.whole(1, 999999999)} (kafka.cluster.Partition)`,
  (r) =>
    `INFO  [main] o.s.b.w.embedded.tomcat.TomcatWebServer : Tomcat started on port(s): 8080 (http) with context path '' in ${r.whole(1, 30)}.${r.whole(100, 999)} seconds (JVM running for ${r.whole(1, 40)}.${r.whole(1, 999)})`,
  (r) =>
    `{"time":"${at(r)}","level":"INFO","msg":"model answered","model":"small-1","prompt_tokens":${r.whole(10, 9999)},"completion_tokens":${r.whole(10, 999)},"max_tokens":4096,"trace_id":"${hex(r, 32)}","span_id":"${hex(r, 16)}"}`,
  (r) =>
    `{"ts":${r.whole(1_600_000_000, 1_800_000_000)}.${r.whole(100, 999)},"logger":"http.log","msg":"handled request","request":{"remote_ip":"${privateAddress(r)}","proto":"HTTP/2.0","method":"GET","uri":"/cart/${r.whole(1, 99999)}"},"duration":0.${r.whole(1000, 99999)},"status":200}`,
  (r) =>
    `goroutine ${r.whole(1, 9999)} [running]:\nmain.(*Server).handle(0xc000${hex(r, 6)}, {0x${hex(r, 6)}, 0x5})\n\t/src/server.go:${r.whole(1, 999)} +0x${hex(r, 3)}`,
  (r) =>
    `java.net.SocketTimeoutException: Read timed out\n\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:${r.whole(1, 999)})\n\tat com.shop.cart.Client$$Lambda$${r.whole(100, 999)}/0x0000${hex(r, 12)}.get(Unknown Source)`,
  (r) =>
    `thread 'tokio-runtime-worker' panicked at 'called Result::unwrap() on an Err value: Elapsed(())', src/pool.rs:${r.whole(1, 999)}:${r.whole(1, 80)}`,
  (r) =>
    `upgraded lib-${from(r, LOWER, 6)}@${r.whole(1, 9)}.${r.whole(0, 20)}.${r.whole(0, 20)}-rc.${r.whole(1, 9)} (was v${r.whole(1, 9)}.${r.whole(0, 20)}.${r.whole(0, 20)}.${r.whole(0, 9)}), etag W/"${hex(r, 32)}"`,
  (r) =>
    `etcdserver: request stats: start time = ${at(r)}, time spent = ${r.whole(1, 999)}.${r.whole(100, 999)}ms, remote = ${privateAddress(r)}:${r.whole(30000, 60000)}, response type = /etcdserverpb.KV/Range, request count = 0, request size = ${r.whole(1, 999)}`,
  (r) =>
    `Received block blk_${r.chance(0.5) ? '-' : ''}${r.whole(1, 9)}${from(r, '0123456789', 18)} of size ${r.whole(1, 67108864)} from /${privateAddress(r)}`,
  (r) =>
    `order ${r.whole(1_000_000_000, 2_000_000_000)}${r.whole(100000, 999999)} placed by customer c-${hex(r, 10)}: ${r.whole(1, 999)}.${r.whole(10, 99)} EUR, ${r.whole(1, 9)} items`,
  (r) =>
    `Token bucket refilled: rate=${r.whole(1, 999)}/s tokens=${r.whole(1, 9999)} token: ${r.whole(1, 999)} key=cart:${r.whole(1, 99999)}`,
  (r) =>
    `session closed for worker ${r.whole(1, 99)}: idle ${r.whole(1, 999)}s, ping +${r.whole(1, 99)}.${r.whole(1, 9)}ms, fingerprint SHA256:${from(r, `${HEX}XYZghjk`, 43)}`,
  (r) =>
    `nginx: [warn] conflicting server name "cart.shop" on [::]:80, ignored; ::1 and 0.0.0.0:${r.whole(1000, 9999)} stay`,
];

/** `count` lines, the same for the same seed. */
export function makeCleanLines(seed: number, count: number): string[] {
  const random = createRandom(seed).fork('clean lines');
  return Array.from({ length: count }, () => random.pick(forms)(random));
}

/** `count` lines of the simulated shop, which knows the addresses of its customers and writes some of them down. */
export function simulatedLines(seed: number, count: number): string[] {
  const cluster = createCluster({ seed, start: START, faults: [] });
  const lines: string[] = [];
  while (lines.length < count) {
    for (const { record } of cluster.step().logs) {
      lines.push(typeof record.body === 'string' ? record.body : JSON.stringify(record.body));
    }
  }
  return lines.slice(0, count);
}
