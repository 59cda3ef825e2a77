import type { Migration } from './migration.ts';

export const projectSettings: Migration = {
  name: '0002-project-settings',
  statements: [
    `CREATE TABLE project_settings (
      tenant text NOT NULL REFERENCES tenants (id),
      area text NOT NULL,
      version bigint NOT NULL,
      changed_at bigint NOT NULL,
      changed_by text NOT NULL,
      value jsonb NOT NULL,
      PRIMARY KEY (tenant, area, version)
    )`,
  ],
};
