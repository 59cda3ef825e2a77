import { expect, test } from 'vitest';
import { classOfResource } from './resource-class.ts';

test('what running full means, by measure', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['container.memory.working_set', 'out_of_memory'],
    ['jvm.memory.used', 'out_of_memory'],
    ['k8s.volume.usage', 'disk_full'],
    ['system.filesystem.usage', 'disk_full'],
    ['k8s.filesystem.inodes.used', 'disk_full'],
    ['db.client.connection.usage', 'pool_exhausted'],
    ['postgresql.backends', 'pool_exhausted'],
    ['process.open_file_descriptor.count', 'pool_exhausted'],
    ['rabbitmq.queue.length', 'queue_backlog'],
    ['k8s.resource_quota.used', 'quota'],
    ['container.cpu.usage', undefined],
    ['certificate.not_after', undefined],
  ];
  for (const [measure, failure] of cases) expect(classOfResource(measure)?.failure, measure).toBe(failure);
});
