import type { Migration } from './migration.ts';

/** Times are Unix milliseconds. A `body` is the whole noun; columns beside it are what is filtered or sorted by. */
export const firstTables: Migration = {
  name: '0001-first-tables',
  statements: [
    `CREATE TABLE tenants (
      id text PRIMARY KEY,
      created_at bigint NOT NULL,
      settings jsonb NOT NULL
    )`,
    `CREATE TABLE ingest_keys (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      hash text NOT NULL UNIQUE,
      name text NOT NULL,
      signals jsonb NOT NULL,
      created_by text NOT NULL,
      created_at bigint NOT NULL,
      revoked_at bigint,
      PRIMARY KEY (tenant, id)
    )`,
    `CREATE TABLE sign_in_tokens (
      hash text PRIMARY KEY,
      tenant text NOT NULL REFERENCES tenants (id),
      person text NOT NULL,
      role text NOT NULL,
      expires_at bigint NOT NULL
    )`,
    `CREATE TABLE sessions (
      hash text PRIMARY KEY,
      tenant text NOT NULL REFERENCES tenants (id),
      person text NOT NULL,
      role text NOT NULL,
      started_at bigint NOT NULL,
      last_seen_at bigint NOT NULL
    )`,
    `CREATE TABLE anomalies (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      entity text NOT NULL,
      onset bigint NOT NULL,
      last_seen bigint NOT NULL,
      is_open boolean NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
    'CREATE INDEX anomalies_by_onset ON anomalies (tenant, onset)',
    'CREATE INDEX anomalies_by_last_seen ON anomalies (tenant, last_seen)',
    `CREATE TABLE predictions (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      revision integer NOT NULL,
      entity text NOT NULL,
      failure text NOT NULL,
      state text NOT NULL,
      probability double precision NOT NULL,
      act_by bigint,
      is_over boolean NOT NULL,
      list_order bigint NOT NULL,
      ledger_sequence bigint,
      acknowledged_by text,
      acknowledged_at bigint,
      snoozed_until bigint,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
    'CREATE INDEX predictions_by_order ON predictions (tenant, is_over, list_order, id)',
    `CREATE TABLE prediction_revisions (
      tenant text NOT NULL REFERENCES tenants (id),
      prediction text NOT NULL,
      revision integer NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, prediction, revision)
    )`,
    `CREATE TABLE prediction_feedback (
      tenant text NOT NULL REFERENCES tenants (id),
      prediction text NOT NULL,
      person text NOT NULL,
      is_useful boolean NOT NULL,
      note text NOT NULL,
      given_at bigint NOT NULL,
      PRIMARY KEY (tenant, prediction, person)
    )`,
    `CREATE TABLE incidents (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      state text NOT NULL,
      is_over boolean NOT NULL,
      started_at bigint NOT NULL,
      ended_at bigint,
      marks jsonb NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
    'CREATE INDEX incidents_by_start ON incidents (tenant, is_over, started_at, id)',
    `CREATE TABLE incident_activity (
      sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      time bigint NOT NULL,
      kind text NOT NULL,
      person text NOT NULL,
      text text NOT NULL
    )`,
    'CREATE INDEX incident_activity_by_incident ON incident_activity (tenant, incident, time, sequence)',
    `CREATE TABLE exhaustion (
      tenant text NOT NULL REFERENCES tenants (id),
      position integer NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, position)
    )`,
    `CREATE TABLE data_trust (
      tenant text PRIMARY KEY REFERENCES tenants (id),
      body jsonb NOT NULL
    )`,
    `CREATE TABLE unusual_minutes (
      tenant text NOT NULL REFERENCES tenants (id),
      minute bigint NOT NULL,
      up double precision NOT NULL,
      down double precision NOT NULL,
      silent boolean NOT NULL,
      PRIMARY KEY (tenant, minute)
    )`,
    `CREATE TABLE ledger (
      tenant text NOT NULL REFERENCES tenants (id),
      sequence bigint NOT NULL,
      time bigint NOT NULL,
      entry jsonb NOT NULL,
      previous_hash text NOT NULL,
      hash text NOT NULL,
      type text NOT NULL,
      prediction text NOT NULL,
      failure text NOT NULL,
      PRIMARY KEY (tenant, sequence)
    )`,
    'CREATE INDEX ledger_by_failure ON ledger (tenant, failure, type, sequence)',
    'CREATE INDEX ledger_by_prediction ON ledger (tenant, prediction, sequence)',
    `CREATE TABLE audit (
      tenant text NOT NULL REFERENCES tenants (id),
      sequence bigint NOT NULL,
      time bigint NOT NULL,
      entry jsonb NOT NULL,
      previous_hash text NOT NULL,
      hash text NOT NULL,
      PRIMARY KEY (tenant, sequence)
    )`,
    `CREATE TABLE chain_heads (
      tenant text NOT NULL REFERENCES tenants (id),
      chain text NOT NULL,
      sequence bigint NOT NULL,
      hash text NOT NULL,
      PRIMARY KEY (tenant, chain)
    )`,
    `CREATE TABLE analysis_states (
      tenant text PRIMARY KEY REFERENCES tenants (id),
      watermark bigint NOT NULL,
      snapshot_watermark bigint
    )`,
    `CREATE TABLE miner_states (
      tenant text PRIMARY KEY REFERENCES tenants (id),
      position text NOT NULL
    )`,
    `CREATE TABLE snapshot_parts (
      tenant text NOT NULL REFERENCES tenants (id),
      owner text NOT NULL,
      part integer NOT NULL,
      bytes bytea NOT NULL,
      PRIMARY KEY (tenant, owner, part)
    )`,
  ],
};
