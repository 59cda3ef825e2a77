import { parentPort, type Transferable, Worker, workerData } from 'node:worker_threads';
import { delay } from './schedule.ts';

/** A thread that dies before its first answer would die again at once: a fault of its file must not eat a core. */
const PAUSE_BEFORE_RESTART_MS = 1_000;

/** A pool of threads that answer calls. One call at a time per thread, in the order in which they came. */
export interface ThreadPool<Request, Answer> {
  /**
   * What the worker's function gives. What is in `transfer` belongs to the worker afterwards. Rejects with
   * `ThreadCallError` when the function threw, the thread died, or the pool was stopped.
   */
  call(request: Request, transfer?: readonly Transferable[]): Promise<Answer>;
  /** Calls that wait for a free thread. */
  waiting(): number;
  /** Ends the threads; calls that have no answer yet reject. May be called twice. */
  stop(): Promise<void>;
}

export interface ThreadPoolOptions {
  /** `new URL('./x.ts', import.meta.url)`: a file that calls `serveThreadCalls`. */
  readonly file: URL;
  readonly threadCount: number;
  /** Read by the worker with `readThreadSettings`; structured clone. */
  readonly settings?: unknown;
  /** A thread ended that was not told to; another one has taken its place. */
  readonly onRestart?: (reason: string) => void;
}

/** `died`: the thread is gone, and perhaps because of this request. */
export class ThreadCallError extends Error {
  readonly reason: 'threw' | 'died' | 'stopped';

  constructor(reason: ThreadCallError['reason'], message: string) {
    super(message);
    this.name = 'ThreadCallError';
    this.reason = reason;
  }
}

/** What a worker's function gives back, with what it hands over rather than copies. */
export interface ThreadAnswer<Answer> {
  readonly answer: Answer;
  readonly transfer?: readonly Transferable[];
}

interface Call<Request, Answer> {
  readonly request: Request;
  readonly transfer: readonly Transferable[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

type Message<Answer> = { readonly answer: Answer } | { readonly thrown: string };

interface Seat<Request, Answer> {
  /** Absent between the death of one thread and the start of the next. */
  worker: Worker | undefined;
  current: Call<Request, Answer> | undefined;
}

export function createThreadPool<Request, Answer>(options: ThreadPoolOptions): ThreadPool<Request, Answer> {
  const queue: Call<Request, Answer>[] = [];
  const seats: Seat<Request, Answer>[] = [];
  const stopping = new AbortController();

  const serveNext = (seat: Seat<Request, Answer>): void => {
    if (seat.current !== undefined || seat.worker === undefined) return;
    const call = queue.shift();
    if (call === undefined) return;
    seat.current = call;
    try {
      seat.worker.postMessage(call.request, call.transfer);
    } catch (error) {
      // A request that cannot be cloned never reached the thread, which is as good as before.
      seat.current = undefined;
      call.reject(error as Error);
      serveNext(seat);
    }
  };

  const endCurrent = (seat: Seat<Request, Answer>): Call<Request, Answer> | undefined => {
    const call = seat.current;
    seat.current = undefined;
    return call;
  };

  const startWorker = (seat: Seat<Request, Answer>): void => {
    const worker = new Worker(options.file, { workerData: options.settings });
    let reason = 'thread ended';
    let hasAnswered = false;
    seat.worker = worker;
    worker.on('message', (message: Message<Answer>) => {
      const call = endCurrent(seat);
      hasAnswered = true;
      if ('thrown' in message) call?.reject(new ThreadCallError('threw', message.thrown));
      else call?.resolve(message.answer);
      serveNext(seat);
    });
    worker.on('error', (error: unknown) => {
      reason = error instanceof Error ? error.message : String(error);
    });
    worker.on('exit', async () => {
      seat.worker = undefined;
      endCurrent(seat)?.reject(new ThreadCallError(stopping.signal.aborted ? 'stopped' : 'died', reason));
      if (stopping.signal.aborted) return;
      options.onRestart?.(reason);
      if (!hasAnswered) await delay(PAUSE_BEFORE_RESTART_MS, stopping.signal);
      if (stopping.signal.aborted) return;
      startWorker(seat);
      serveNext(seat);
    });
  };

  for (let index = 0; index < options.threadCount; index += 1) {
    const seat: Seat<Request, Answer> = { worker: undefined, current: undefined };
    startWorker(seat);
    seats.push(seat);
  }

  return {
    call: (request, transfer = []) =>
      new Promise((resolve, reject) => {
        if (stopping.signal.aborted) return reject(new ThreadCallError('stopped', 'thread pool is stopped'));
        queue.push({ request, transfer, resolve, reject });
        const free = seats.find((seat) => seat.current === undefined && seat.worker !== undefined);
        if (free !== undefined) serveNext(free);
      }),
    waiting: () => queue.length,
    stop: async () => {
      stopping.abort();
      for (const call of queue.splice(0)) call.reject(new ThreadCallError('stopped', 'thread pool is stopped'));
      await Promise.all(seats.map((seat) => seat.worker?.terminate()));
    },
  };
}

/** Called once by a worker's entry file. A function that throws rejects that call alone; the thread goes on. */
export function serveThreadCalls<Request, Answer>(
  answerTo: (request: Request) => ThreadAnswer<Answer> | Promise<ThreadAnswer<Answer>>,
): void {
  const port = parentPort;
  if (port === null) throw new Error('serveThreadCalls belongs in the entry file of a worker thread');
  port.on('message', async (request: Request) => {
    try {
      const { answer, transfer = [] } = await answerTo(request);
      port.postMessage({ answer } satisfies Message<Answer>, transfer);
    } catch (error) {
      const thrown = error instanceof Error ? (error.stack ?? error.message) : String(error);
      port.postMessage({ thrown } satisfies Message<Answer>);
    }
  });
}

/** The `settings` of the pool that this worker belongs to; `undefined` on the main thread. */
export function readThreadSettings(): unknown {
  return workerData;
}
