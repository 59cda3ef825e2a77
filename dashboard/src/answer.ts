import type { Timestamp } from '@foreshock/model/time.ts';

/** Why an answer is missing, for people. */
export interface Fault {
  readonly message: string;
  readonly status: number;
  readonly code: string;
  /** What to tell whoever runs the server. */
  readonly reference?: string;
  readonly retryable: boolean;
}

/** What a panel knows of the question that it asked. A value stays while it is asked again, and when that fails. */
export interface Answer<T> {
  readonly value: T | undefined;
  readonly fault: Fault | undefined;
  /** When the value was read. */
  readonly asOf: Timestamp | undefined;
  readonly asking: boolean;
  readonly askAgain: () => void;
  readonly cancel: () => void;
}
