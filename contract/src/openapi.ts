import { type ErrorKind, errorKinds } from '@foreshock/model/known-error.ts';
import { z } from 'zod';
import { catalog } from './catalog.ts';
import type { Operation } from './operation.ts';
import { routeOf } from './operation.ts';

/** HTTP status by kind of error; the API answers by the same table. */
export const statusOfKind: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  denied: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  exhausted: 429,
  unavailable: 503,
  internal: 500,
};

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'retryable'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'what could not be done, with which value, what now' },
    code: { type: 'string', enum: Object.keys(errorKinds) },
    retryable: { type: 'boolean' },
    reference: { type: 'string' },
  },
};

/** The OpenAPI 3.1 document of the catalogue, ready for JSON. */
export function openapiDocument(version: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const description of Object.values<Operation>(catalog)) {
    const route = routeOf(description);
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: describe(description) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Foreshock', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ session: [] }, { key: [] }],
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'foreshock_session' },
        key: { type: 'http', scheme: 'bearer', description: 'an API key of one project' },
      },
      schemas: { Problem: problemSchema },
    },
  };
}

/** What the router takes as one part of a path. */
const SEGMENT = { minLength: 1, maxLength: 300 };

function describe(description: Operation): Record<string, unknown> {
  const route = routeOf(description);
  const input = z.toJSONSchema(description.input, { io: 'input', target: 'draft-2020-12' }) as JsonObjectSchema;
  const properties = Object.entries(input.properties ?? {});
  const inPath = properties.filter(([name]) => route.parameters.includes(name));
  const others = properties.filter(([name]) => !route.parameters.includes(name));
  const required = new Set(input.required ?? []);
  const parameters = [
    ...inPath.map(([name, schema]) => ({ name, in: 'path', required: true, schema: { ...SEGMENT, ...schema } })),
    ...(route.method === 'GET'
      ? others.map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema }))
      : []),
  ];
  const body = {
    type: 'object',
    properties: Object.fromEntries(others),
    required: others.map(([name]) => name).filter((name) => required.has(name)),
  };
  return {
    operationId: description.name,
    summary: description.summary,
    'x-role': description.role,
    ...(parameters.length > 0 && { parameters }),
    ...(route.method === 'POST' && {
      requestBody: { required: body.required.length > 0, content: { 'application/json': { schema: body } } },
    }),
    responses: { 200: answerOf(description), ...problemsOf(description) },
  };
}

interface JsonObjectSchema {
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

function answerOf(description: Operation): Record<string, unknown> {
  const schema = z.toJSONSchema(description.output, { io: 'output', target: 'draft-2020-12', override: tupleAsList });
  const type = description.kind === 'watch' ? 'text/event-stream' : 'application/json';
  return { description: description.summary, content: { [type]: { schema } } };
}

/** A tuple whose parts are alike is a list of that length: programs that read the document know lists better. */
function tupleAsList({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { prefixItems } = jsonSchema;
  if (prefixItems === undefined || new Set(prefixItems.map((part) => JSON.stringify(part))).size !== 1) return;
  delete jsonSchema.prefixItems;
  Object.assign(jsonSchema, { items: prefixItems[0], minItems: prefixItems.length, maxItems: prefixItems.length });
}

function problemsOf(description: Operation): Record<string, unknown> {
  const codes = ['input-invalid', 'credential-missing', 'role-insufficient', ...description.errors] as const;
  const statuses = new Set(codes.map((code) => statusOfKind[errorKinds[code]]));
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  return Object.fromEntries([...statuses].sort().map((status) => [status, { description: 'problem', content }]));
}
