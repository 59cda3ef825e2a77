import type { Migration } from './migration.ts';

export const alerting: Migration = {
  name: '0012-alerting',
  statements: [
    `CREATE TABLE alert_channels (
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      body jsonb NOT NULL,
      sealed bytea NOT NULL,
      PRIMARY KEY (tenant, id)
    )`,
    // What was decided of a subject on a route; due_at: when to look at it again.
    `CREATE TABLE alerts (
      tenant text NOT NULL REFERENCES tenants (id),
      subject text NOT NULL,
      route text NOT NULL,
      thread text NOT NULL,
      paged_at bigint,
      due_at bigint,
      is_over boolean NOT NULL,
      body jsonb NOT NULL,
      PRIMARY KEY (tenant, subject, route)
    )`,
    'CREATE INDEX alerts_due ON alerts (tenant, due_at) WHERE due_at IS NOT NULL',
    'CREATE INDEX alerts_by_thread ON alerts (tenant, thread)',
    'CREATE INDEX alerts_paged ON alerts (tenant, route, paged_at) WHERE paged_at IS NOT NULL',
    // The outbox: written with the decision, emptied by the delivery.
    `CREATE TABLE notifications (
      sequence bigint GENERATED ALWAYS AS IDENTITY,
      tenant text NOT NULL REFERENCES tenants (id),
      id text NOT NULL,
      channel text NOT NULL,
      thread text NOT NULL,
      subject_kind text NOT NULL,
      subject text NOT NULL,
      route text NOT NULL,
      reason text NOT NULL,
      level text NOT NULL,
      state text NOT NULL,
      created_at bigint NOT NULL,
      since bigint NOT NULL,
      due_at bigint NOT NULL,
      attempts integer NOT NULL,
      attempted_at bigint,
      sent_at bigint,
      error text NOT NULL,
      content jsonb,
      PRIMARY KEY (tenant, id)
    )`,
    "CREATE INDEX notifications_waiting ON notifications (tenant, channel, due_at) WHERE state = 'waiting'",
    'CREATE INDEX notifications_by_subject ON notifications (tenant, subject, sequence)',
    'CREATE INDEX notifications_by_state ON notifications (tenant, state, sequence)',
    // What the channel calls a thread: the message to edit.
    `CREATE TABLE channel_threads (
      tenant text NOT NULL REFERENCES tenants (id),
      channel text NOT NULL,
      thread text NOT NULL,
      reference jsonb NOT NULL,
      updated_at bigint NOT NULL,
      PRIMARY KEY (tenant, channel, thread)
    )`,
    `CREATE TABLE alert_holds (
      tenant text NOT NULL REFERENCES tenants (id),
      subject text NOT NULL,
      route text NOT NULL,
      reason text NOT NULL,
      detail text NOT NULL,
      since bigint NOT NULL,
      last_at bigint NOT NULL,
      PRIMARY KEY (tenant, subject, route, reason)
    )`,
    'CREATE INDEX alert_holds_by_time ON alert_holds (tenant, last_at)',
    `CREATE TABLE incident_snoozes (
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      until bigint NOT NULL,
      person text NOT NULL,
      PRIMARY KEY (tenant, incident)
    )`,
    // Ids of what came back from channels, so that an echo is heard once.
    `CREATE TABLE heard_events (
      tenant text NOT NULL REFERENCES tenants (id),
      channel text NOT NULL,
      event text NOT NULL,
      heard_at bigint NOT NULL,
      PRIMARY KEY (tenant, channel, event)
    )`,
  ],
};
