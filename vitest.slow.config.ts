import { defineConfig } from 'vitest/config';

/** What takes minutes or needs programs of others. */
export default defineConfig({
  test: {
    include: [
      'test/demo/**/*.test.ts',
      'test/faults/**/*.test.ts',
      'test/kafka/**/*.test.ts',
      'test/storm/**/*.test.ts',
    ],
    maxWorkers: 1,
    testTimeout: 60_000,
    hookTimeout: 240_000,
    pool: 'forks',
  },
});
