import type { Migration } from './migration.ts';

export const ingestKeyLife: Migration = {
  name: '0003-ingest-key-life',
  statements: [
    'ALTER TABLE ingest_keys ADD COLUMN expires_at bigint',
    'ALTER TABLE ingest_keys ADD COLUMN last_used_at bigint',
  ],
};
