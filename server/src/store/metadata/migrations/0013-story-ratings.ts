import type { Migration } from './migration.ts';

export const storyRatings: Migration = {
  name: '0013-story-ratings',
  statements: [
    `CREATE TABLE story_ratings (
      tenant text NOT NULL REFERENCES tenants (id),
      incident text NOT NULL,
      person text NOT NULL,
      call text NOT NULL,
      useful boolean NOT NULL,
      rated_at bigint NOT NULL,
      PRIMARY KEY (tenant, incident, person, call)
    )`,
    'CREATE INDEX story_ratings_by_call ON story_ratings (tenant, call)',
  ],
};
