import { expect, test } from 'vitest';
import { allowedMethods } from './allowed-methods.ts';

test('a path is answered with the methods of all its operations, and no other path is', () => {
  expect(allowedMethods('/api/v1/incidents')).toEqual(['GET', 'HEAD', 'POST']);
  expect(allowedMethods('/api/v1/incidents/inc_1')).toEqual(['GET', 'HEAD']);
  expect(allowedMethods('/api/v1/incidents/inc_1/ack')).toEqual(['POST']);
  expect(allowedMethods('/api/v1/logs:search')).toEqual(['POST']);
  for (const path of ['/api/v1/nothing', '/api/v1/incidents/', '/api/v1/incidents/a/b', '/api/v1/logs.search', '/']) {
    expect(allowedMethods(path), path).toEqual([]);
  }
});
