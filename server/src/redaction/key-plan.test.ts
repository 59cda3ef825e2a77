import { expect, test } from 'vitest';
import { createDefaultRedactor } from './default-redactor.ts';

const redactor = createDefaultRedactor(new Uint8Array(32));

test('what a machine gives under a name of ids stays, though it looks like a number of a person', () => {
  for (const [name, value] of [
    ['service.version', '4474661192035259'],
    ['service.version', '2.31.0-rc.1+build.7'],
    ['k8s.pod.name', 'cart-7f9c4d8b5-x2x9k'],
    ['container.image.name', 'registry.shop.example:5000/cart@sha256:9f86d081884c7d65'],
  ] as const)
    expect(redactor.value(value, name), name).toBe(value);
});

test('a sentence under such a name is searched as any other, with the persons in it', () => {
  for (const [name, value, secret] of [
    ['service.version', 'got ada.lovelace@example.org from the client', 'ada.lovelace'],
    ['service.version', 'ada.lovelace@example.org', 'ada.lovelace'],
    ['k8s.pod.name', 'value (2223950184909938) refused', '2223950184909938'],
    ['container.image.tag', '<password>eYU2vF79gZR4</password>', 'eYU2vF79gZR4'],
  ] as const)
    expect(redactor.value(value, name), name).not.toContain(secret);
});

test('an object under such a name is searched, member by member; a list of ids is not', () => {
  for (const secret of ['93.222.150.69', '2223-8650-7160-0954', '203.0.113.9']) {
    const written = JSON.stringify({ level: 'error', msg: 'cannot parse', value: secret, attempt: 2 });
    for (const name of ['service.version', 'container.image.tag', 'k8s.pod.name'])
      expect(redactor.json(written, name), name).not.toContain(secret);
  }
  const digests = '["registry.shop.example:5000/cart@sha256:9f86d081884c7d65","1.2.3.4"]';
  expect(redactor.json(digests, 'container.image.repo_digests')).toBe(digests);
});

test('a version of four numbers stays, also where the text of a whole request is a body', () => {
  expect(redactor.value('1.2.3.4', 'service.version')).toBe('1.2.3.4');
  const body = '{"attributes":[{"key":"service.version","value":{"stringValue":"1.2.3.4"}}]}';
  expect(redactor.json(body)).toBe(body);
});
