import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import type { CertificateSpec } from './cluster.ts';
import { recordEvent } from './pods.ts';
import type { Random } from './random.ts';
import type { CertificateState, World } from './world.ts';

/** Renewed when a third of the lifetime is left, as cert-manager does. */
const RENEW_BEFORE_SHARE = 1 / 3;

/** Somewhere between fresh and due for renewal, but not due within the first ten days. */
export function createCertificate(spec: CertificateSpec, now: Timestamp, random: Random): CertificateState {
  const lifetime = spec.lifetimeDays * DAY;
  const earliest = lifetime * RENEW_BEFORE_SHARE + Math.min(10 * DAY, lifetime / 2);
  return { notAfter: now + Math.floor(random.between(earliest, lifetime)), renews: true };
}

export function isExpired(certificate: CertificateState | undefined, now: Timestamp): boolean {
  return certificate !== undefined && now >= certificate.notAfter;
}

export function stepCertificates(world: World): void {
  for (const { spec, certificate } of world.services.values()) {
    if (!spec.certificate || !certificate?.renews) continue;
    const lifetime = spec.certificate.lifetimeDays * DAY;
    if (certificate.notAfter - world.now > lifetime * RENEW_BEFORE_SHARE) continue;
    certificate.notAfter = world.now + lifetime;
    const message = 'The certificate has been successfully issued';
    recordEvent(world, {
      type: 'Normal',
      kind: 'Certificate',
      source: 'cert-manager',
      reason: 'Issuing',
      message,
      name: `${spec.name}-tls`,
    });
  }
}
