import type { Migration } from './migration.ts';

export const confirmedCauses: Migration = {
  name: '0005-confirmed-causes',
  statements: [
    `CREATE TABLE confirmed_causes (
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      confirmed_at bigint NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, incident)
    )`,
  ],
};
