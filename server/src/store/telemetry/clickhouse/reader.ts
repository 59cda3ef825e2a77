import type { Connection } from './connection.ts';

/** Where the queries of one tenant are asked. */
export interface Reader {
  readonly connection: Connection;
  readonly database: string;
}
