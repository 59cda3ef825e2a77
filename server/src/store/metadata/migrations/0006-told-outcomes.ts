import type { Migration } from './migration.ts';

/** `noted_at`: watermark of the tick that wrote it to the ledger. */
export const toldOutcomes: Migration = {
  name: '0006-told-outcomes',
  statements: [
    `CREATE TABLE told_outcomes (
      tenant text NOT NULL REFERENCES tenants (id),
      prediction text NOT NULL,
      number integer NOT NULL,
      person text NOT NULL,
      says text NOT NULL,
      note text NOT NULL,
      told_at bigint NOT NULL,
      noted_at bigint,
      PRIMARY KEY (tenant, prediction, number)
    )`,
    'CREATE INDEX told_outcomes_noted ON told_outcomes (tenant, noted_at)',
    `CREATE TABLE incident_verdicts (
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      person text NOT NULL,
      says text NOT NULL,
      told_at bigint NOT NULL,
      PRIMARY KEY (tenant, incident, person)
    )`,
  ],
};
