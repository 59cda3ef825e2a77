import { expect, test } from 'vitest';
import { exporterBlock } from './exporter-block.ts';

test('the block sends to the endpoint, takes the key from the environment and keeps no key itself', () => {
  const block = exporterBlock('https://foreshock.example:4318');
  expect(block).toContain('endpoint: https://foreshock.example:4318\n');
  expect(block).toMatch(/Bearer \$\{env:FORESHOCK_TOKEN\}/);
  expect(block).toContain('storage: file_storage');
});
