import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { Duration, EntityRef, Probability, rangeInput, Time } from '../shapes.ts';

export const EntityDetail = EntityRef.extend({
  namespace: z.string(),
  version: z.string(),
  firstSeen: Time,
  lastSeen: Time,
  state: z.enum(['present', 'silent', 'gone']),
});

export const listEntities = operation({
  name: 'listEntities',
  summary: 'Services, workloads, nodes and volumes seen in the range, by name.',
  kind: 'query',
  route: 'GET /api/v1/entities',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...rangeInput, kind: z.string().optional() }),
  output: z.object({ items: z.array(EntityDetail) }),
  errors: ['input-invalid'],
});

export const getTopology = operation({
  name: 'getTopology',
  summary: 'Who calls whom with rates, errors and latency, and the risk of each.',
  kind: 'query',
  route: 'GET /api/v1/topology',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...rangeInput }),
  output: z.object({
    nodes: z.array(
      EntityDetail.extend({
        requestsPerSecond: z.number().nullable(),
        errorShare: Probability.nullable(),
        p95Ms: z.number().nullable(),
        usualP95Ms: z.number().nullable(),
        openAnomalies: z.number().int(),
        incident: z.string().nullable(),
        prediction: z
          .object({
            id: z.string(),
            display: z.enum(['percent', 'band', 'none', 'date']),
            probability: Probability.nullable(),
            band: z.enum(['low', 'raised', 'high']),
            failure: z.string(),
          })
          .nullable(),
      }),
    ),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        kind: z.enum(['calls', 'runs-on', 'mounts']),
        requestsPerSecond: z.number(),
        errorShare: Probability,
        p95Ms: z.number(),
      }),
    ),
  }),
  errors: ['input-invalid'],
});

export const listChanges = operation({
  name: 'listChanges',
  summary: 'Deploys and other changes in the range, newest first.',
  kind: 'query',
  route: 'GET /api/v1/changes',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...rangeInput, entity: z.string().optional() }),
  output: z.object({
    items: z.array(z.object({ id: z.string(), entity: EntityRef, kind: z.string(), time: Time, text: z.string() })),
  }),
  errors: ['input-invalid'],
});

export const listExhaustion = operation({
  name: 'listExhaustion',
  summary: 'Bounded resources by the time until they are full.',
  kind: 'query',
  route: 'GET /api/v1/exhaustion',
  role: 'viewer',
  tool: offered(),
  input: z.object({ limit: z.coerce.number().int().min(1).max(1000).default(200) }),
  output: z.object({
    items: z.array(
      z.object({
        entity: EntityRef,
        series: z.string(),
        measure: z.string(),
        instance: z.string(),
        unit: z.string(),
        current: z.number(),
        limit: z.number(),
        fullIn: Duration.nullable(),
        updatedAt: Time,
        explore: z.string(),
      }),
    ),
  }),
  errors: [],
});
