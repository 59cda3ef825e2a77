import type { Migration } from './migration.ts';

/** When an alert was over, so that it can be forgotten; absent while it goes on. */
export const alertsOverAt: Migration = {
  name: '0014-alerts-over-at',
  statements: [
    'ALTER TABLE alerts ADD COLUMN over_at bigint',
    "UPDATE alerts SET over_at = (body -> 'state' ->> 'decidedAt')::numeric::bigint WHERE is_over",
    'ALTER TABLE alerts DROP COLUMN is_over',
    'CREATE INDEX alerts_over ON alerts (tenant, over_at) WHERE over_at IS NOT NULL',
  ],
};
