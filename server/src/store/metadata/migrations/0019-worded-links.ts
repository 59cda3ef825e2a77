import type { Migration } from './migration.ts';

export const wordedLinks: Migration = {
  name: '0019-worded-links',
  statements: [
    `CREATE TABLE worded_links (
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      told_at bigint NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, incident)
    )`,
    // What a model said of an incident's templates is told as a change of the incident.
    `CREATE TRIGGER log_word AFTER INSERT OR UPDATE OR DELETE ON worded_links FOR EACH ROW
      EXECUTE FUNCTION log_word('incident')`,
  ],
};
