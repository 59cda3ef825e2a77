import type { Migration } from './migration.ts';

/** Rows of people's words, by table and by the column that names what they are about. */
const WORDS = [
  ['prediction_feedback', 'prediction'],
  ['told_outcomes', 'prediction'],
  ['incident_verdicts', 'incident'],
  ['incident_snoozes', 'incident'],
  ['confirmed_causes', 'incident'],
  ['story_ratings', 'incident'],
  ['stories', 'incident'],
] as const;

/**
 * What changed, numbered without gaps within each project. Triggers write it, so that it is there exactly when the change
 * is, whoever made that. The row of the head is held until the transaction ends: who numbers later is seen later.
 */
export const changeLog: Migration = {
  name: '0016-change-log',
  statements: [
    `CREATE TABLE change_heads (
      tenant text PRIMARY KEY REFERENCES tenants (id),
      epoch text NOT NULL,
      sequence bigint NOT NULL
    )`,
    `CREATE TABLE change_log (
      tenant text NOT NULL REFERENCES tenants (id),
      sequence bigint NOT NULL,
      written_at bigint NOT NULL,
      kind text NOT NULL,
      object text NOT NULL,
      revision bigint NOT NULL,
      facts jsonb NOT NULL,
      PRIMARY KEY (tenant, sequence)
    )`,
    `INSERT INTO change_heads (tenant, epoch, sequence)
      SELECT id, left(replace(gen_random_uuid()::text, '-', ''), 12), 0 FROM tenants`,
    `CREATE FUNCTION begin_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO change_heads (tenant, epoch, sequence)
        VALUES (NEW.id, left(replace(gen_random_uuid()::text, '-', ''), 12), 0);
      RETURN NULL;
    END $$`,
    'CREATE TRIGGER begin_changes AFTER INSERT ON tenants FOR EACH ROW EXECUTE FUNCTION begin_changes()',
    `CREATE FUNCTION log_change(of_tenant text, of_kind text, of_object text, of_revision bigint, of_facts jsonb)
    RETURNS void LANGUAGE plpgsql AS $$
    DECLARE next bigint;
    BEGIN
      UPDATE change_heads SET sequence = sequence + 1 WHERE tenant = of_tenant RETURNING sequence INTO STRICT next;
      INSERT INTO change_log (tenant, sequence, written_at, kind, object, revision, facts) VALUES
        (of_tenant, next, (extract(epoch FROM clock_timestamp()) * 1000)::bigint, of_kind, of_object,
         coalesce(of_revision, next), of_facts);
    END $$`,
    `CREATE FUNCTION log_prediction() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE before jsonb := 'null';
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        before := jsonb_build_object('state', OLD.state, 'probability', OLD.probability);
      END IF;
      PERFORM log_change(NEW.tenant, 'prediction', NEW.id, NEW.revision, jsonb_build_object(
        'entity', NEW.entity, 'failure', NEW.failure, 'state', NEW.state, 'probability', NEW.probability,
        'before', before));
      RETURN NULL;
    END $$`,
    'CREATE TRIGGER log_new_prediction AFTER INSERT ON predictions FOR EACH ROW EXECUTE FUNCTION log_prediction()',
    `CREATE TRIGGER log_prediction AFTER UPDATE ON predictions FOR EACH ROW
      WHEN ((OLD.body, OLD.state, OLD.acknowledged_by, OLD.acknowledged_at, OLD.snoozed_until, OLD.cause_marks)
        IS DISTINCT FROM
        (NEW.body, NEW.state, NEW.acknowledged_by, NEW.acknowledged_at, NEW.snoozed_until, NEW.cause_marks))
      EXECUTE FUNCTION log_prediction()`,
    `CREATE FUNCTION log_incident() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE before jsonb := 'null';
    BEGIN
      IF TG_OP = 'UPDATE' THEN
        before := jsonb_build_object('state', OLD.state, 'entities', OLD.body -> 'entities');
      END IF;
      PERFORM log_change(NEW.tenant, 'incident', NEW.id, NULL, jsonb_build_object(
        'state', NEW.state, 'entities', NEW.body -> 'entities', 'before', before));
      RETURN NULL;
    END $$`,
    'CREATE TRIGGER log_new_incident AFTER INSERT ON incidents FOR EACH ROW EXECUTE FUNCTION log_incident()',
    `CREATE TRIGGER log_incident AFTER UPDATE ON incidents FOR EACH ROW
      WHEN ((OLD.body, OLD.marks, OLD.state) IS DISTINCT FROM (NEW.body, NEW.marks, NEW.state))
      EXECUTE FUNCTION log_incident()`,
    // A word is told as a change of what it is about, with its facts as they stand.
    `CREATE FUNCTION log_word() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      word jsonb := CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ELSE to_jsonb(NEW) END;
      about text := word ->> TG_ARGV[0];
      was predictions%ROWTYPE;
      harm incidents%ROWTYPE;
    BEGIN
      SELECT * INTO was FROM predictions WHERE tenant = word ->> 'tenant' AND id = about;
      IF FOUND THEN
        PERFORM log_change(was.tenant, 'prediction', was.id, was.revision, jsonb_build_object(
          'entity', was.entity, 'failure', was.failure, 'state', was.state, 'probability', was.probability,
          'before', jsonb_build_object('state', was.state, 'probability', was.probability)));
        RETURN NULL;
      END IF;
      SELECT * INTO harm FROM incidents WHERE tenant = word ->> 'tenant' AND id = about;
      IF FOUND THEN
        PERFORM log_change(harm.tenant, 'incident', harm.id, NULL, jsonb_build_object(
          'state', harm.state, 'entities', harm.body -> 'entities',
          'before', jsonb_build_object('state', harm.state, 'entities', harm.body -> 'entities')));
      END IF;
      RETURN NULL;
    END $$`,
    ...WORDS.map(
      ([table, column]) =>
        `CREATE TRIGGER log_word AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW
          EXECUTE FUNCTION log_word('${column}')`,
    ),
    `CREATE FUNCTION log_analysis() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM log_change(NEW.tenant, 'analysis', NEW.watermark::text, NEW.watermark, '{}');
      RETURN NULL;
    END $$`,
    'CREATE TRIGGER log_first_analysis AFTER INSERT ON analysis_states FOR EACH ROW EXECUTE FUNCTION log_analysis()',
    `CREATE TRIGGER log_analysis AFTER UPDATE ON analysis_states FOR EACH ROW
      WHEN (OLD.watermark IS DISTINCT FROM NEW.watermark) EXECUTE FUNCTION log_analysis()`,
  ],
};
