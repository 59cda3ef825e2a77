import { expect, test } from 'vitest';
import { openapiDocument } from './openapi.ts';

interface Described {
  readonly requestBody?: { readonly required: boolean };
}

const paths = openapiDocument('1').paths as Readonly<Record<string, { readonly post?: Described }>>;

test('a body is required where a field of it is, and nowhere else', () => {
  expect(paths['/api/v1/incidents']?.post?.requestBody?.required).toBe(true);
  expect(paths['/api/v1/incidents/{id}/ack']?.post?.requestBody?.required).toBe(false);
  expect(paths['/api/v1/logs:search']?.post?.requestBody?.required).toBe(false);
});

test('a tuple of parts that are alike is told as a list of that length', () => {
  const text = JSON.stringify(paths);
  expect(text).not.toContain('prefixItems');
  const probability = { type: 'number', minimum: 0, maximum: 1 };
  expect(text).toContain(`"range":{"type":"array","items":${JSON.stringify(probability)},"minItems":2,"maxItems":2`);
});
