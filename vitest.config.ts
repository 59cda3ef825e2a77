import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that start the platform and a browser wait most of their time: begun last, one core would wait with them. */
class PlatformsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const startsPlatform = ({ project }: TestSpecification): boolean => project.name === 'platform';
    return [...sorted.filter(startsPlatform), ...sorted.filter((file) => !startsPlatform(file))];
  }
}

/** Hundreds of databases opened and closed in one process brought it down (SIGSEGV): these have one for each file. */
const OPEN_STORES = ['server/src/store/**/*.test.ts', 'server/src/ingest/store-group.test.ts'];

export default defineConfig({
  test: {
    setupFiles: ['test/support/property-seed.ts'],
    // Two cores are what a small machine and CI have; more files at once only wait for each other.
    maxWorkers: 2,
    // Tests wait for events and never for time: this only ends one that waits for ever.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    sequence: { sequencer: PlatformsFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'parts',
          include: ['**/src/**/*.test.ts', 'tools/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...OPEN_STORES],
          // A process for each of hundreds of files costs more than most of them.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'stores', include: OPEN_STORES } },
      {
        extends: true,
        test: {
          name: 'platform',
          include: ['test/**/*.test.ts'],
          exclude: ['test/demo/**', 'test/faults/**', 'test/kafka/**', 'test/storm/**'],
        },
      },
    ],
  },
});
