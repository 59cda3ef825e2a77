import type { Migration } from './migration.ts';

/**
 * A snooze is kept whole, with who asked for it and what may end it early, beside the other marks of people. Those of
 * before are over or ending: who asked for one of a prediction was not kept. And what was found in a time is found by it.
 */
export const snoozes: Migration = {
  name: '0020-snoozes',
  statements: [
    'ALTER TABLE predictions ADD COLUMN snooze jsonb',
    `UPDATE predictions SET snooze = jsonb_build_object('by', '', 'from', 0, 'until', snoozed_until)
      WHERE snoozed_until IS NOT NULL`,
    'DROP TRIGGER log_prediction ON predictions',
    'ALTER TABLE predictions DROP COLUMN snoozed_until',
    `CREATE TRIGGER log_prediction AFTER UPDATE ON predictions FOR EACH ROW
      WHEN ((OLD.body, OLD.state, OLD.acknowledged_by, OLD.acknowledged_at, OLD.snooze, OLD.cause_marks)
        IS DISTINCT FROM
        (NEW.body, NEW.state, NEW.acknowledged_by, NEW.acknowledged_at, NEW.snooze, NEW.cause_marks))
      EXECUTE FUNCTION log_prediction()`,
    `UPDATE incidents SET marks = marks || jsonb_build_object('snooze', jsonb_build_object(
        'by', incident_snoozes.person, 'from', 0, 'until', incident_snoozes.until, 'severity', body -> 'severity'))
      FROM incident_snoozes WHERE incident_snoozes.tenant = incidents.tenant AND incident_snoozes.incident = incidents.id`,
    'DROP TABLE incident_snoozes',
    `CREATE INDEX incidents_by_detection ON incidents (tenant, ((body ->> 'detectedAt')::numeric) DESC)
      WHERE state <> 'merged'`,
    `CREATE INDEX predictions_by_issue ON predictions (tenant, ((body ->> 'issuedAt')::numeric) DESC)
      WHERE state <> 'shadow'`,
  ],
};
