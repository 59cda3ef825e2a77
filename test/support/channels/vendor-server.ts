// A vendor's HTTP service on a port of its own, which refuses what the vendor documents to refuse, or misbehaves.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Misbehaviour =
  | 'broken'
  | 'busy'
  | 'silent'
  | 'cut'
  | 'endless'
  | 'dripping'
  | 'elsewhere'
  | 'wrong-key'
  | 'gone'
  | 'refused'
  /** It takes the request and never says so. */
  | 'forgetful';

export interface VendorRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface VendorAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Of a request: it is here, it was taken, its answer has left. */
export type Moment = 'received' | 'taken' | 'answered';

export interface VendorServer {
  readonly url: string;
  readonly requests: readonly VendorRequest[];
  /** Requests of the next, in order; then it behaves. */
  misbehave(...next: (Misbehaviour | undefined)[]): void;
  /** All requests until told otherwise. */
  goDown(down: boolean): void;
  /** `see` is told each moment as it comes; a request that it drops when received is cut off and never taken. */
  watch(see: (moment: Moment) => 'drop' | undefined): void;
  stop(): Promise<void>;
}

export const RETRY_AFTER_S = 7;

export async function startVendorServer(take: (request: VendorRequest) => VendorAnswer): Promise<VendorServer> {
  const requests: VendorRequest[] = [];
  const planned: (Misbehaviour | undefined)[] = [];
  let down = false;
  let see: (moment: Moment) => 'drop' | undefined = () => undefined;
  const timers = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const received = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      requests.push(received);
      const odd = planned.shift() ?? (down ? 'broken' : undefined);
      switch (odd) {
        case 'broken':
          return response.writeHead(500).end('internal');
        case 'busy':
          return response.writeHead(429, { 'retry-after': String(RETRY_AFTER_S) }).end();
        case 'silent':
          return undefined;
        case 'cut':
          return request.socket.destroy();
        case 'elsewhere':
          return response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
        case 'wrong-key':
          return response.writeHead(401).end('who are you');
        case 'gone':
          return response.writeHead(404).end('no such hook');
        case 'refused':
          return response.writeHead(400).end('invalid payload');
        case 'endless':
          response.writeHead(200);
          return response.write('x'.repeat(1_000_000), () => response.end('x'.repeat(1_000_000)));
        case 'dripping': {
          response.writeHead(200);
          const timer = setInterval(() => response.write('.'), 20);
          timers.add(timer);
          return undefined;
        }
        case 'forgetful':
          take(received);
          return request.socket.destroy();
        case undefined: {
          if (see('received') === 'drop') return request.socket.destroy();
          const answer = take(received);
          see('taken');
          const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? {});
          const headers = { 'content-type': 'application/json', ...answer.headers };
          return response.writeHead(answer.status, headers).end(text, () => void see('answered'));
        }
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    misbehave: (...next) => void planned.push(...next),
    goDown: (isDown) => {
      down = isDown;
    },
    watch: (next) => {
      see = next;
    },
    stop: () => {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
