import type { Migration } from './migration.ts';

/** What a project's analysis could not take in, since the beginning. */
export const analysisCounts: Migration = {
  name: '0008-analysis-counts',
  statements: [
    `CREATE TABLE analysis_counts (
      tenant text NOT NULL REFERENCES tenants (id),
      name text NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, name)
    )`,
  ],
};
