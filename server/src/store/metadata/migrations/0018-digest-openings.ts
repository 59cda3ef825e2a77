import type { Migration } from './migration.ts';

export const digestOpenings: Migration = {
  name: '0018-digest-openings',
  statements: [
    `CREATE TABLE digest_openings (
      tenant text NOT NULL REFERENCES tenants (id),
      route text NOT NULL,
      digest_at bigint NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, route, digest_at)
    )`,
  ],
};
