import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  PGliteAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import { MetadataError, type RunStatement } from './statement.ts';

export interface OneConnection {
  readonly run: RunStatement;
  close(): Promise<void>;
}

/** PostgreSQL behind one connection. Kysely lets one query or transaction at a time have it; the others wait. */
export function oneConnectionDialect(connection: OneConnection): Dialect {
  return {
    createAdapter: () => new PGliteAdapter(),
    createDriver: () => createDriver(connection),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

function createDriver({ run, close }: OneConnection): Driver {
  let inTransaction = false;
  const execute = async <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => {
    const answer = await run({ sql, parameters, inTransaction });
    if ('error' in answer) throw new MetadataError(answer.error.message, answer.error.code);
    return {
      rows: answer.rows as Row[], // the columns are those of the query, of which Kysely made the type
      ...(answer.affected !== undefined && { numAffectedRows: BigInt(answer.affected) }),
    };
  };
  const connection: DatabaseConnection = {
    executeQuery: execute,
    // biome-ignore lint/correctness/useYield: the interface wants a generator, and results here are small
    streamQuery: async function* () {
      throw new Error('one connection cannot stream; select pages instead');
    },
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: async () => {
      await execute(CompiledQuery.raw('BEGIN'));
      inTransaction = true;
    },
    commitTransaction: async () => {
      try {
        await execute(CompiledQuery.raw('COMMIT'));
      } finally {
        inTransaction = false;
      }
    },
    rollbackTransaction: async () => {
      try {
        await execute(CompiledQuery.raw('ROLLBACK'));
      } finally {
        inTransaction = false;
      }
    },
    destroy: close,
  };
}
