import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DAY } from '@foreshock/model/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Authority, createAuthority, type Issued } from '../../../../test/support/certificates.ts';
import { createStillClock } from '../clock.ts';
import { createLogger } from '../logger.ts';
import { createSelfTelemetry, type SelfTelemetry } from '../self-telemetry.ts';
import { type KeptCertificate, keepCertificate } from './keep-certificate.ts';

const clock = createStillClock(0);
let directory: string;
let authority: Authority;
let first: Issued;
let telemetry: SelfTelemetry;
let kept: KeptCertificate | undefined;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'certificate-'));
  authority = await createAuthority('an authority');
  first = await authority.issue(['one.example']);
  telemetry = createSelfTelemetry();
  clock.set(Date.now());
  write(first);
});

afterEach(async () => {
  await kept?.stop();
  kept = undefined;
  rmSync(directory, { recursive: true });
});

const file = (name: string): string => join(directory, name);

function write({ certificate, key }: Partial<Issued>): void {
  if (certificate !== undefined) writeFileSync(file('tls.crt'), certificate);
  if (key !== undefined) writeFileSync(file('tls.key'), key);
}

async function keep(): Promise<KeptCertificate> {
  const logger = createLogger({ level: 'silent', name: 'test' });
  const files = { certificate: file('tls.crt'), key: file('tls.key') };
  const opened = await keepCertificate({ files, clock, logger, telemetry });
  if (!opened.ok) throw new Error(opened.error.message);
  kept = opened.value;
  return kept;
}

function gaugeOf(name: string): number | undefined {
  return telemetry.snapshot().find((metric) => metric.name === name)?.points[0]?.value;
}

test('files that change are taken up by themselves, and whoever serves them is told', async () => {
  const certificate = await keep();
  const told: string[] = [];
  certificate.onReplaced((identity) => told.push(identity.certificate));
  const second = await authority.issue(['two.example']);
  write(second);
  await expect.poll(() => certificate.identity().certificate, { timeout: 30_000 }).toBe(second.certificate);
  expect(told).toEqual([second.certificate]);
  expect(certificate.status()).toMatchObject({ names: ['two.example'] });
  expect(certificate.status().problem).toBeUndefined();
});

test('while a pair is half-written the one before stays, with the reason, until the other half is there', async () => {
  const certificate = await keep();
  const second = await authority.issue(['two.example']);
  write({ certificate: second.certificate });
  await certificate.reload();
  expect(certificate.identity().certificate).toBe(first.certificate);
  expect(certificate.status()).toMatchObject({ names: ['one.example'], problem: expect.stringContaining('key') });
  expect(gaugeOf('foreshock.tls.certificate.not_replaced')).toBe(1);
  write({ key: second.key });
  await certificate.reload();
  expect(certificate.identity()).toEqual(second);
  expect(certificate.status().problem).toBeUndefined();
  expect(gaugeOf('foreshock.tls.certificate.not_replaced')).toBe(0);
});

test('what is expired, not valid yet, cut short or gone does not take the place of what works', async () => {
  const certificate = await keep();
  const at = (days: number): Date => new Date(clock.now() + days * DAY);
  const expired = await authority.issue(['two.example'], { notBefore: at(-9), notAfter: at(-2) });
  const early = await authority.issue(['two.example'], { notBefore: at(2), notAfter: at(9) });
  const cut = { certificate: first.certificate.slice(0, 200), key: first.key };
  for (const [pair, problem] of [
    [expired, /expired/],
    [early, /not valid yet/],
    [cut, /no certificate/],
  ] as const) {
    write(pair);
    await certificate.reload();
    expect(certificate.identity().certificate).toBe(first.certificate);
    expect(certificate.status().problem).toMatch(problem);
  }
  rmSync(file('tls.key'));
  await certificate.reload();
  expect(certificate.status().problem).toMatch(/cannot read tls\.key at .*tls\.key: ENOENT/);
  write(first);
  await certificate.reload();
  expect(certificate.status().problem).toBeUndefined();
});

test('the days left are measured, and the last two weeks of a long life are a problem', async () => {
  const certificate = await keep();
  const { validTo } = certificate.status();
  clock.set(validTo - 15 * DAY);
  await certificate.reload();
  expect(gaugeOf('foreshock.tls.certificate.remaining')).toBeCloseTo(15);
  expect(certificate.status().problem).toBeUndefined();
  clock.set(validTo - 13.5 * DAY);
  expect(certificate.status().problem).toBe('the certificate expires in 13 days; put a new one in its place');
  clock.set(validTo);
  expect(certificate.status().problem).toMatch(/has expired/);
});

test('of a certificate that lives a day, only the last third is a problem', async () => {
  const now = clock.now();
  write(await authority.issue(['one.example'], { notBefore: new Date(now), notAfter: new Date(now + DAY) }));
  const certificate = await keep();
  expect(certificate.status().problem).toBeUndefined();
  clock.advance(0.7 * DAY);
  expect(certificate.status().problem).toMatch(/expires in 7 hours/);
});

test('without a first pair that works there is nothing to keep', async () => {
  write({ key: (await authority.issue(['two.example'])).key });
  await expect(keep()).rejects.toThrow(/tls\.crt: the key does not belong to the certificate/);
});
