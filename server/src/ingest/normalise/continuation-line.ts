/** Which kind of stack trace the lines so far belong to; `plain` while it may be any. */
export type TraceState = 'plain' | 'java' | 'python' | 'go' | 'ended';

const FRAME =
  /^\s+at \S|^\s+\.\.\. \d{1,6} (?:more|common frames)|^\s*Caused by: \S|^\s*Suppressed: \S|^\s+--- End of /;
const PYTHON_HEAD = 'Traceback (most recent call last):';
const PYTHON_CHAIN =
  /^(?:During handling of the above exception, another|The above exception was the direct cause of the following)/;
const PYTHON_LAST = /^[A-Za-z_][\w.]{0,200}(?::|$)/;
const GO_HEAD = /^(?:panic: |fatal error: |goroutine \d{1,10} \[)/;
const GO_FRAME = /^(?:\[signal |goroutine \d{1,10} \[|created by |exit status |[\w./*()-]{1,300}\(.{0,300}\)$)/;

/** The state that a first line opens. */
export function traceStateOfHead(line: string): TraceState {
  if (line.startsWith(PYTHON_HEAD)) return 'python';
  return GO_HEAD.test(line) ? 'go' : 'plain';
}

/** The state after a line that continues the trace; `undefined` for one that does not. */
export function continueTrace(state: TraceState, line: string): TraceState | undefined {
  if (state === 'python') {
    if (/^\s/.test(line)) return 'python';
    return PYTHON_LAST.test(line) ? 'ended' : undefined;
  }
  if (state === 'ended') {
    return PYTHON_CHAIN.test(line) || line.trim() === '' || line.startsWith(PYTHON_HEAD)
      ? line.startsWith(PYTHON_HEAD)
        ? 'python'
        : 'ended'
      : undefined;
  }
  if (state === 'go') return line.trim() === '' || /^\s/.test(line) || GO_FRAME.test(line) ? 'go' : undefined;
  if (FRAME.test(line)) return 'java';
  // The rest of a message may stand between it and its frames, but only what is indented under them belongs to it.
  return state === 'java' && /^\s+\S/.test(line) ? 'java' : undefined;
}
