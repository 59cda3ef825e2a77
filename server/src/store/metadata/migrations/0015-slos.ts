import type { Migration } from './migration.ts';

export const slos: Migration = {
  name: '0015-slos',
  statements: [
    `CREATE TABLE slos (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      version integer NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
  ],
};
