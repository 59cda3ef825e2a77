import type { Migration } from './migration.ts';

export const apiKeys: Migration = {
  name: '0010-api-keys',
  statements: [
    `CREATE TABLE api_keys (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      family text NOT NULL,
      hash text NOT NULL UNIQUE,
      name text NOT NULL,
      role text NOT NULL,
      created_by text NOT NULL,
      created_at bigint NOT NULL,
      expires_at bigint,
      revoked_at bigint,
      last_used_at bigint,
      PRIMARY KEY (tenant, id)
    )`,
    `CREATE TABLE idempotent_answers (
      tenant text NOT NULL REFERENCES tenants (id),
      credential text NOT NULL,
      key text NOT NULL,
      request text NOT NULL,
      begun_at bigint NOT NULL,
      answer jsonb,
      PRIMARY KEY (tenant, credential, key)
    )`,
    'CREATE INDEX idempotent_answers_by_time ON idempotent_answers (begun_at)',
  ],
};
