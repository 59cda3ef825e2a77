import type { Migration } from './migration.ts';

export const modelSpend: Migration = {
  name: '0009-model-spend',
  statements: [
    `CREATE TABLE model_spend (
      tenant text NOT NULL REFERENCES tenants (id),
      day bigint NOT NULL,
      model text NOT NULL,
      micros bigint NOT NULL DEFAULT 0,
      calls bigint NOT NULL DEFAULT 0,
      input_tokens bigint NOT NULL DEFAULT 0,
      output_tokens bigint NOT NULL DEFAULT 0,
      verified bigint NOT NULL DEFAULT 0,
      capped bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (tenant, day, model)
    )`,
    'CREATE INDEX model_spend_by_day ON model_spend (day)',
    `ALTER TABLE model_calls ADD COLUMN evidence_hash text NOT NULL DEFAULT ''`,
    `CREATE INDEX model_calls_by_evidence ON model_calls (tenant, evidence_hash, time) WHERE evidence_hash <> ''`,
    `CREATE TABLE model_calls_forgotten (
      tenant text PRIMARY KEY REFERENCES tenants (id),
      calls bigint NOT NULL,
      before bigint NOT NULL
    )`,
  ],
};
