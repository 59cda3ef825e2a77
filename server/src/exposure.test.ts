import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import { authorityOf, type ExposureConfig, loopbackOriginOf, openInClearText, originOf } from './exposure.ts';

const CONFIG: ExposureConfig = {
  tls: {},
  insecure: true,
  demo: false,
  gateway: { host: '127.0.0.1' },
  api: { host: '127.0.0.1' },
};
const SECURE: ExposureConfig = { ...CONFIG, tls: { certificate: 'a', key: 'b' }, publicName: 'foreshock.example' };

test('an address is written as the machine that uses it must write it', () => {
  expect(originOf(CONFIG, '127.0.0.1', 8080)).toBe('http://127.0.0.1:8080');
  expect(originOf(CONFIG, '::1', 8080)).toBe('http://[::1]:8080');
  expect(originOf(CONFIG, '0.0.0.0', 8080)).toBe(`http://${hostname()}:8080`);
  expect(originOf(SECURE, '0.0.0.0', 8080)).toBe('https://foreshock.example:8080');
  expect(authorityOf(SECURE, '192.0.2.1', 4317)).toBe('foreshock.example:4317');
  expect(authorityOf({ ...SECURE, publicName: undefined }, '192.0.2.1', 4317)).toBe('192.0.2.1:4317');
});

test('a port on loopback keeps its own address whatever the public name is', () => {
  expect(originOf(SECURE, '127.0.0.1', 8080)).toBe('https://127.0.0.1:8080');
  expect(loopbackOriginOf(SECURE, '0.0.0.0', 4318)).toBe('https://127.0.0.1:4318');
  expect(loopbackOriginOf(CONFIG, '::1', 4318)).toBe('http://[::1]:4318');
});

test('what other machines reach in clear text is told by its setting, and nothing with TLS', () => {
  const open = { ...CONFIG, gateway: { host: '0.0.0.0' }, api: { host: '192.0.2.1' } };
  expect(openInClearText(CONFIG)).toEqual([]);
  expect(openInClearText(open)).toEqual(['gateway.host', 'api.host']);
  expect(openInClearText({ ...open, tls: SECURE.tls })).toEqual([]);
});
