import type { Migration } from './migration.ts';

export const causeMarks: Migration = {
  name: '0004-cause-marks',
  statements: [`ALTER TABLE predictions ADD COLUMN cause_marks jsonb NOT NULL DEFAULT '[]'`],
};
