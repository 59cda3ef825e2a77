import { expect, test } from 'vitest';
import { KafkaConfig } from './config.ts';
import { connectionOptions } from './kafka-clients.ts';

test('lists of brokers', () => {
  for (const brokers of ['', 'kafka:9092', 'a-1.example.org:9092,b:19092', '[::1]:9092']) {
    expect(KafkaConfig.safeParse({ brokers }).success, brokers).toBe(true);
  }
  for (const brokers of ['kafka', 'kafka:', ':9092', 'kafka:9092,', 'kafka:9092 b:9092', 'kafka://kafka:9092']) {
    expect(KafkaConfig.safeParse({ brokers }).success, brokers).toBe(false);
  }
});

test('settings that do not fit together are named with what is missing', async () => {
  const messageOf = async (change: Partial<KafkaConfig>): Promise<string> => {
    const options = await connectionOptions(KafkaConfig.parse({ brokers: 'kafka:9092', ...change }));
    return options.ok ? 'fits' : options.error.message;
  };
  expect(await messageOf({})).toBe('fits');
  expect(await messageOf({ saslMechanism: 'plain', user: 'foreshock' })).toContain('kafka.password');
  expect(await messageOf({ caFile: '/nowhere/ca.crt' })).toContain('kafka.tls');
  expect(await messageOf({ tls: true, caFile: '/nowhere/ca.crt' })).toContain('/nowhere/ca.crt: there is no such file');
});
