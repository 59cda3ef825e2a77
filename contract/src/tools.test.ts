import { expect, test } from 'vitest';
import { catalog } from './catalog.ts';
import type { Operation } from './operation.ts';
import { inputSchemaOf, tools } from './tools.ts';

test('a tool only asks, is offered by its operation, and needs no more than reading', () => {
  for (const { name, operation } of tools) {
    const description: Operation = catalog[operation];
    expect([description.kind, description.tool.offered, description.role], name).toEqual(['query', true, 'viewer']);
  }
});

test('there are the eleven tools that the product promises, once each', () => {
  expect(tools.map(({ name }) => name)).toEqual([
    'list_predictions',
    'get_prediction',
    'list_incidents',
    'explain_incident',
    'search_logs',
    'query_metrics',
    'get_trace',
    'get_topology',
    'compare_windows',
    'list_changes',
    'get_calibration',
  ]);
});

test('what a tool takes is an object that knows its fields and no others', () => {
  for (const tool of tools) {
    const schema = inputSchemaOf(tool);
    expect([schema.type, schema.additionalProperties], tool.name).toEqual(['object', false]);
  }
});
