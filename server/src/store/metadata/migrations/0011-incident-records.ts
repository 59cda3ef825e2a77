import type { Migration } from './migration.ts';

/** Incidents that were over before have none: analysis writes theirs when it opens. */
export const incidentRecords: Migration = {
  name: '0011-incident-records',
  statements: [
    `CREATE TABLE incident_records (
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      ended_at bigint NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, incident)
    )`,
    'CREATE INDEX incident_records_by_end ON incident_records (tenant, ended_at)',
  ],
};
