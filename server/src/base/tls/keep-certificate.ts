/**
 * Files -> what servers show. Reads them again when they change, when told, and every minute. A pair that is half-written,
 * mismatched or out of date never takes the place of one that works: the old one stays, and the status says why.
 */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Clock } from '../clock.ts';
import { type CertificateFacts, readAuthorities, readCertificate } from '../crypto/certificate.ts';
import { watchDirectories } from '../directory-watch.ts';
import type { Logger } from '../logger.ts';
import type { TlsIdentity } from '../net/tls-options.ts';
import { delay } from '../schedule.ts';
import type { SelfTelemetry } from '../self-telemetry.ts';
import type { TlsConfig } from './config.ts';

export interface CertificateFiles {
  readonly certificate: string;
  readonly key: string;
  readonly clientCa?: string | undefined;
}

/** `undefined` without TLS. */
export function certificateFiles({ certificate, key, clientCa }: TlsConfig): CertificateFiles | undefined {
  return certificate === undefined || key === undefined ? undefined : { certificate, key, clientCa };
}

export interface CertificateStatus {
  /** Of the certificate in use. */
  readonly names: readonly string[];
  readonly validTo: Timestamp;
  /** Why the files are not in use, or why the certificate in use will soon not do; absent when all is well. */
  readonly problem?: string;
}

export interface KeptCertificate {
  identity(): TlsIdentity;
  status(): CertificateStatus;
  /** Called with each new identity, not with the first. */
  onReplaced(listener: (identity: TlsIdentity) => void): void;
  /** Reads the files now; resolves when that is done. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

export interface CertificateOptions {
  readonly files: CertificateFiles;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
}

interface Loaded {
  readonly identity: TlsIdentity;
  readonly facts: CertificateFacts;
}

/** A writer of two files needs a moment between them. */
const SETTLE_MS = 300;
/** Time enough for a person; of a certificate that lives shorter, its last third. */
const EXPIRES_SOON_MS = 14 * DAY;

/** `certificate-invalid` when there is nothing to begin with. A first certificate out of date is used, and said so. */
export async function keepCertificate(options: CertificateOptions): Promise<Result<KeptCertificate>> {
  const { files, clock, logger, telemetry } = options;
  const first = await load(files);
  if (!first.ok) return first;
  let inUse = first.value;
  let fault: string | undefined;
  let isStopped = false;
  const listeners: ((identity: TlsIdentity) => void)[] = [];
  const daysLeft = telemetry.gauge('foreshock.tls.certificate.remaining', {
    unit: 'd',
    description: 'Days until the certificate in use expires.',
  });
  const failed = telemetry.gauge('foreshock.tls.certificate.not_replaced', {
    unit: '1',
    description: '1 while the files hold a certificate that cannot be used and the one before is kept.',
  });

  const look = async (): Promise<void> => {
    const found = await load(files);
    const before = fault;
    if (!found.ok) fault = found.error.message;
    else if (isSame(found.value.identity, inUse.identity)) fault = undefined;
    else fault = dateFault(found.value.facts, clock.now());
    if (fault !== undefined && fault !== before) logger.warn('certificate not replaced', { reason: fault });
    if (fault === undefined && found.ok && !isSame(found.value.identity, inUse.identity)) {
      inUse = found.value;
      for (const listener of listeners) listener(inUse.identity);
      logger.info('certificate replaced', { names: inUse.facts.names.join(' '), validTo: inUse.facts.validTo });
    }
    report();
  };
  const report = (): void => {
    daysLeft.set((inUse.facts.validTo - clock.now()) / DAY);
    failed.set(fault === undefined ? 0 : 1);
  };
  let looking: Promise<void> = Promise.resolve();
  const lookInTurn = (): Promise<void> => {
    looking = looking.then(look);
    return looking;
  };

  report();
  const outOfDate = dateFault(inUse.facts, clock.now());
  if (outOfDate !== undefined) logger.error('certificate out of date', { reason: outOfDate });
  const directories = new Set(pathsOf(files).map((path) => dirname(path)));
  const watch = watchDirectories([...directories], MINUTE);
  const stopping = new AbortController();
  const watching = (async () => {
    for (;;) {
      await watch.nextChange();
      await delay(SETTLE_MS, stopping.signal);
      if (isStopped) return;
      await lookInTurn();
    }
  })();

  return success({
    identity: () => inUse.identity,
    status: () => {
      const problem = fault ?? dateFault(inUse.facts, clock.now()) ?? soonFault(inUse.facts, clock.now());
      return { names: inUse.facts.names, validTo: inUse.facts.validTo, ...(problem !== undefined && { problem }) };
    },
    onReplaced: (listener) => void listeners.push(listener),
    reload: lookInTurn,
    stop: async () => {
      isStopped = true;
      stopping.abort();
      watch.close();
      await watching;
      await looking;
    },
  });
}

function pathsOf({ certificate, key, clientCa }: CertificateFiles): string[] {
  return [certificate, key, ...(clientCa === undefined ? [] : [clientCa])];
}

async function load(files: CertificateFiles): Promise<Result<Loaded>> {
  const texts = await Promise.all([
    readText('tls.certificate', files.certificate),
    readText('tls.key', files.key),
    files.clientCa === undefined ? success('') : readText('tls.clientCa', files.clientCa),
  ]);
  const [certificate, key, clientCa] = texts;
  if (!certificate.ok) return certificate;
  if (!key.ok) return key;
  if (!clientCa.ok) return clientCa;
  const identity = {
    certificate: certificate.value,
    key: key.value,
    ...(files.clientCa !== undefined && { clientCa: clientCa.value }),
  };
  const facts = readCertificate(identity);
  if (!facts.ok) return inFile(facts, files.certificate);
  const authorities = files.clientCa === undefined ? success() : readAuthorities(clientCa.value);
  if (!authorities.ok) return inFile(authorities, files.clientCa ?? '');
  return success({ identity, facts: facts.value });
}

async function readText(setting: string, path: string): Promise<Result<string>> {
  try {
    return success(await readFile(path, 'utf8'));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return failure('certificate-invalid', `cannot read ${setting} at ${path}: ${code}`);
  }
}

function inFile({ error }: { readonly error: { readonly message: string } }, path: string): Result<never> {
  return failure('certificate-invalid', `${path}: ${error.message}`);
}

function isSame(left: TlsIdentity, right: TlsIdentity): boolean {
  return left.certificate === right.certificate && left.key === right.key && left.clientCa === right.clientCa;
}

function dateFault({ validFrom, validTo }: CertificateFacts, now: Timestamp): string | undefined {
  if (now >= validTo) return 'the certificate has expired; put a new one in its place';
  if (now < validFrom) return 'the certificate is not valid yet; look at its dates and at the clock of this machine';
  return undefined;
}

function soonFault({ validFrom, validTo }: CertificateFacts, now: Timestamp): string | undefined {
  const soonMs = Math.min(EXPIRES_SOON_MS, (validTo - validFrom) / 3);
  const hoursLeft = Math.floor((validTo - now) / (60 * MINUTE));
  if (validTo - now > soonMs) return undefined;
  const left = hoursLeft >= 48 ? `${Math.floor(hoursLeft / 24)} days` : `${hoursLeft} hours`;
  return `the certificate expires in ${left}; put a new one in its place`;
}
