import { resolve } from 'node:path';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const NO_FILE = (): undefined => undefined;

function configOf(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
) {
  const config = readConfig(argv, environment, (path) => files[path]);
  if (!config.ok) throw new Error(config.error.message);
  return config.value;
}

function faultsOf(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): string[] {
  const config = readConfig(argv, environment, (path) => files[path]);
  return config.ok ? [] : config.error.message.split('\n');
}

test('without anything every setting has its default', () => {
  const config = configOf([]);
  expect(config).toMatchObject({ demo: true, logLevel: 'warn', dataDirectory: resolve('data') });
  expect(config.api).toMatchObject({ host: '127.0.0.1', port: 8080, signInLinkMinutes: 60, requestsPerMinute: 600 });
  expect(config.store.retentionLogs).toBe(14 * DAY);
  expect(config.masterKey).toBeUndefined();
});

test('flags win over variables, variables over the file, the file over defaults', () => {
  const files = { 'foreshock.yaml': 'api: {port: 1}\nlogLevel: info\nstore: {retentionLogs: 36h}\n' };
  const environment = { FORESHOCK_API_PORT: '2', FORESHOCK_LOG_LEVEL: 'debug' };
  const config = configOf(['--port', '3'], environment, files);
  expect([config.api.port, config.logLevel, config.store.retentionLogs]).toEqual([3, 'debug', 36 * HOUR]);
});

test('of a flag given twice the last counts', () => {
  expect(configOf(['--port', '1', '--port', '2']).api.port).toBe(2);
});

test('a named file is read instead of the usual one, by flag before variable', () => {
  const files = { 'a.yaml': 'api: {port: 1}', 'b.yaml': 'api: {port: 2}', 'foreshock.yaml': 'api: {port: 3}' };
  expect(configOf(['--config', 'a.yaml'], { FORESHOCK_CONFIG: 'b.yaml' }, files).api.port).toBe(1);
  expect(configOf([], { FORESHOCK_CONFIG: 'b.yaml' }, files).api.port).toBe(2);
  expect(configOf([], {}, files).api.port).toBe(3);
});

test('a named file that is not there is a fault, the usual one may be absent', () => {
  expect(faultsOf(['--config', 'none.yaml'])).toEqual(['none.yaml: there is no such file']);
  expect(readConfig([], {}, NO_FILE).ok).toBe(true);
});

test('an empty file changes nothing', () => {
  expect(configOf([], {}, { 'foreshock.yaml': '# nothing yet\n' }).api.port).toBe(8080);
});

test('names of variables split the words of a setting', () => {
  const environment = { FORESHOCK_GATEWAY_HTTP_PORT: '7', FORESHOCK_STORE_QUERY_SECONDS: '9', FORESHOCK_DEMO: 'false' };
  const config = configOf([], environment);
  expect([config.gateway.httpPort, config.store.querySeconds, config.demo]).toEqual([7, 9, false]);
});

test('variables of other programs are none of ours', () => {
  expect(configOf([], { PATH: '/bin', PORT: '1' }).api.port).toBe(8080);
});

test('all faults are listed at once, each with where it stands', () => {
  const files = { 'foreshock.yaml': 'api: {port: high}\nstore: {retentionLogs: "30"}\nretention: 3\n' };
  const environment = { FORESHOCK_LOG_LEVEL: 'loud', FORESHOCK_PORT: '1' };
  const faults = faultsOf(['--data', ''], environment, files);
  expect(faults).toHaveLength(6);
  expect(faults.some((fault) => fault.startsWith('FORESHOCK_PORT: no such setting; known are '))).toBe(true);
  expect(faults).toContain('foreshock.yaml: api.port: invalid input: expected number, received string');
  expect(faults).toContain('foreshock.yaml: store.retentionLogs: expected a duration such as "36h" or "30d"');
  expect(faults).toContain('foreshock.yaml: retention: no such setting; remove it or correct its name');
  expect(faults.some((fault) => fault.startsWith('FORESHOCK_LOG_LEVEL: invalid option'))).toBe(true);
  expect(faults.some((fault) => fault.startsWith('flag for dataDirectory: dataDirectory: too small'))).toBe(true);
});

test('a master key is 64 hex digits, in a variable too where it looks like a number', () => {
  expect(configOf([], { FORESHOCK_MASTER_KEY: '1'.repeat(64) }).masterKey).toBe('1'.repeat(64));
  expect(faultsOf([], { FORESHOCK_MASTER_KEY: 'abc' })).toEqual(['FORESHOCK_MASTER_KEY: expected 64 hex digits']);
});

test('a file that is no YAML, or no list of settings, is told as such', () => {
  expect(faultsOf([], {}, { 'foreshock.yaml': 'api: {port' })[0]).toMatch(/^foreshock\.yaml: not readable as YAML: /);
  expect(faultsOf([], {}, { 'foreshock.yaml': '- api' })).toEqual([
    'foreshock.yaml: expected keys and values, such as "api: {port: 8080}"',
  ]);
});

test('a flag without its value and an unknown flag are refused with the flags that exist', () => {
  const known = 'expected --config FILE, --data DIR, --port N, --no-demo, --insecure';
  expect(faultsOf(['--port'])).toEqual([`unknown or incomplete flag --port: ${known}`]);
  expect(faultsOf(['--demo'])).toEqual([`unknown or incomplete flag --demo: ${known}`]);
});

test('a setting that is a word stays one, however much like a number it looks', () => {
  expect(configOf([], { FORESHOCK_DATA_DIRECTORY: '2026' }).dataDirectory).toBe(resolve('2026'));
  expect(faultsOf([], { FORESHOCK_STORE_RETENTION_LOGS: '30' })).toEqual([
    'FORESHOCK_STORE_RETENTION_LOGS: expected a duration such as "36h" or "30d"',
  ]);
  expect(configOf(['--data', '2026']).dataDirectory).toBe(resolve('2026'));
});

test('names of the language itself are settings that do not exist', () => {
  const faults = faultsOf([], {}, { 'foreshock.yaml': '__proto__: {demo: false}\nconstructor: 1\n' });
  expect(faults).toContain('foreshock.yaml: constructor: no such setting; remove it or correct its name');
  expect(({} as { demo?: boolean }).demo).toBeUndefined();
});

test('a port that other machines reach is refused without TLS, with the setting and both ways out', () => {
  const files = { 'foreshock.yaml': 'gateway: {host: 0.0.0.0}\n' };
  const faults = faultsOf([], { FORESHOCK_API_HOST: '192.0.2.1' }, files);
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(/^foreshock\.yaml: gateway\.host: "0\.0\.0\.0" lets other machines in/);
  expect(faults[1]).toMatch(/^FORESHOCK_API_HOST: "192\.0\.2\.1" lets other machines in/);
  for (const fault of faults)
    expect(fault).toMatch(/set tls\.certificate and tls\.key, or insecure: true \(--insecure\)/);
  expect(configOf(['--insecure'], { FORESHOCK_API_HOST: '192.0.2.1' }, files).insecure).toBe(true);
  expect(configOf([], { FORESHOCK_TLS_CERTIFICATE: 'a', FORESHOCK_TLS_KEY: 'b' }, files).gateway.host).toBe('0.0.0.0');
  for (const host of ['127.0.0.1', 'localhost', '::1']) {
    expect(configOf([], { FORESHOCK_API_HOST: host, FORESHOCK_GATEWAY_HOST: host }).api.host).toBe(host);
  }
});

test('settings of TLS that need one another are refused alone', () => {
  expect(faultsOf([], { FORESHOCK_TLS_CERTIFICATE: 'a' })[0]).toMatch(/^tls\.key: there is a certificate and no key/);
  expect(faultsOf([], { FORESHOCK_TLS_KEY: 'a' })[0]).toMatch(/^tls\.certificate: there is a key and no certificate/);
  expect(faultsOf([], { FORESHOCK_TLS_CLIENT_CA: 'a' })[0]).toMatch(/^FORESHOCK_TLS_CLIENT_CA: .* need TLS/);
});

test('a demo whose shop could not send is refused before it is made', () => {
  const tls = { FORESHOCK_TLS_CERTIFICATE: 'a', FORESHOCK_TLS_KEY: 'b' };
  const withClients = { ...tls, FORESHOCK_TLS_CLIENT_CA: 'c' };
  expect(faultsOf([], withClients)[0]).toMatch(/^demo: .*no client certificate/);
  expect(faultsOf([], { ...tls, FORESHOCK_GATEWAY_HOST: '192.0.2.1' })[0]).toMatch(/^demo: .*loopback/);
  expect(configOf(['--no-demo'], withClients).tls.clientCa).toBe('c');
});

test('a cap without the price of each model that may be asked is refused, and the message names what is missing', () => {
  const model = {
    url: 'http://127.0.0.1:1/v1',
    name: 'm',
    capPerDay: 5,
    inputPrice: 2.5,
    smaller: { name: 's', inputPrice: 0.1 },
  };
  const read = (settings: object) =>
    readConfig([], {}, (path) => (path === 'foreshock.yaml' ? JSON.stringify({ model: settings }) : undefined));
  const refused = read(model);
  expect(refused.ok ? '' : refused.error.message.split('\n').map((line) => line.split(': expected')[0])).toEqual([
    'model.outputPrice',
    'model.smaller.outputPrice',
  ]);
  expect(read({ ...model, outputPrice: 10, smaller: { ...model.smaller, outputPrice: 0.4 } }).ok).toBe(true);
  expect(read({ url: model.url, name: 'm' }).ok).toBe(true);
});

test('a smaller model can be named by variables', () => {
  const config = readConfig(
    [],
    { FORESHOCK_MODEL_SMALLER_NAME: 'small', FORESHOCK_MODEL_SMALLER_INPUT_PRICE: '0.1' },
    () => undefined,
  );
  expect(config.ok && config.value.model.smaller).toEqual({ name: 'small', inputPrice: 0.1 });
});
