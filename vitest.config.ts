import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', 'test/demo/**', 'test/kafka/**'],
    include: ['**/src/**/*.test.ts', 'tools/**/*.test.ts', 'test/**/*.test.ts'],
    setupFiles: ['test/support/property-seed.ts'],
    // Two cores are what a small machine and CI have; more files at once only wait for each other.
    maxWorkers: 2,
    // Tests wait for events and never for time: this only ends one that waits for ever.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
  },
});
