import { serveThreadCalls } from '../base/thread-call.ts';
import { type CheckAnswer, type CheckCall, checkExport } from './check-export.ts';

serveThreadCalls<CheckCall, CheckAnswer>((call) => {
  const answer = checkExport(call);
  return { answer, transfer: [answer.body.buffer] };
});
