import type { Migration } from './migration.ts';

export const modelCalls: Migration = {
  name: '0007-model-calls',
  statements: [
    `CREATE TABLE stories (
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, incident)
    )`,
    `CREATE TABLE model_calls (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      incident text NOT NULL,
      time bigint NOT NULL,
      body jsonb NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
    'CREATE INDEX model_calls_by_time ON model_calls (tenant, time)',
  ],
};
