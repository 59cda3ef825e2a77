import type { Migration } from './migration.ts';

export const drills: Migration = {
  name: '0021-drills',
  statements: [
    `CREATE TABLE drills (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      requested_at bigint NOT NULL,
      is_open boolean NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
    'CREATE INDEX drills_by_time ON drills (tenant, requested_at DESC)',
    // One at a time, whoever asks at once.
    'CREATE UNIQUE INDEX drills_open ON drills (tenant) WHERE is_open',
  ],
};
