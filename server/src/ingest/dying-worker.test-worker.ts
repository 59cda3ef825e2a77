// Stands in for the ingest thread: dies over a request that says so, and says of any other that it cannot be decoded.
import { serveThreadCalls } from '../base/thread-call.ts';
import type { IngestAnswer, IngestRequest } from './ingest-worker.ts';

function answer(request: IngestRequest): IngestAnswer {
  if (request.do !== 'prepare') return { did: request.do } as IngestAnswer;
  if (request.requests.some(({ body }) => Buffer.from(body).includes('die'))) process.exit(1);
  return { did: 'prepare', prepared: request.requests.map(() => ({ refused: 'request-malformed' })) };
}

serveThreadCalls<IngestRequest, IngestAnswer>((request) => ({ answer: answer(request) }));
