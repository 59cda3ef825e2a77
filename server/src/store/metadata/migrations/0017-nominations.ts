import type { Migration } from './migration.ts';

export const nominations: Migration = {
  name: '0017-nominations',
  statements: [
    `CREATE TABLE nominations (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      time bigint NOT NULL,
      until bigint NOT NULL,
      confirmed boolean NOT NULL,
      in_incident boolean,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
    'CREATE INDEX nominations_by_time ON nominations (tenant, time)',
  ],
};
