import type { Migration } from './migration.ts';

/** What each attempt to deliver and each tick writes anew, without being news. */
const HEALTH = `- 'lastOkAt' - 'lastError'`;

/** Channels that are made, changed, begin or cease to fail; and services that fall silent or are heard again. */
export const moreChanges: Migration = {
  name: '0022-more-changes',
  statements: [
    `CREATE FUNCTION log_channel() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE channel jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
    BEGIN
      PERFORM log_change(channel ->> 'tenant', 'channel', channel ->> 'id', NULL, '{}');
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER log_other_channels AFTER INSERT OR DELETE ON alert_channels FOR EACH ROW
      EXECUTE FUNCTION log_channel()`,
    `CREATE TRIGGER log_channel AFTER UPDATE ON alert_channels FOR EACH ROW
      WHEN (OLD.body ${HEALTH} IS DISTINCT FROM NEW.body ${HEALTH}) EXECUTE FUNCTION log_channel()`,
    `CREATE FUNCTION log_data_trust() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM log_change(NEW.tenant, 'data-trust', '', NULL, '{}');
      RETURN NULL;
    END $$`,
    `CREATE TRIGGER log_data_trust AFTER UPDATE ON data_trust FOR EACH ROW
      WHEN (OLD.body -> 'silent' IS DISTINCT FROM NEW.body -> 'silent') EXECUTE FUNCTION log_data_trust()`,
  ],
};
