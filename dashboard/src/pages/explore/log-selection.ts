import type { LogFilter } from './log-query.ts';

/** What is selected of the logs, as the API takes it. */
export interface LogSelection {
  readonly from?: string;
  readonly to?: string;
  readonly last?: string;
  readonly filters: LogFilter[];
  readonly text: string;
}
