import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService, entityName } from '../fault.ts';
import { recordEvent } from '../pods.ts';

const CANDIDATES = ['payments', 'orders', 'search'];

/**
 * A renewal is missed and nobody sees it until the certificate ends. Usual: the issuer fails with hours to a day left.
 * Changed: the certificate in use is a short-lived one, put in place by hand.
 */
export const certificateExpiry: CreateFault = (world, draw) => {
  const { random, plan, changed } = draw;
  const service = chooseService(world, draw, CANDIDATES);
  const certificate = service.certificate!;
  const entity = entityName(world, service.spec.name);
  const lead = plan.course ?? (changed ? random.between(1, 5) : random.between(6, 30)) * HOUR;
  certificate.renews = false;
  certificate.notAfter = world.now + Math.round(lead);
  const complain = () => {
    const message = 'The certificate request has failed to complete and will be retried: order is in "errored" state';
    const common = { type: 'Warning', kind: 'Certificate', source: 'cert-manager', reason: 'Failed' } as const;
    recordEvent(world, { ...common, message, name: `${service.spec.name}-tls` });
  };
  let complained = Number.NEGATIVE_INFINITY;
  return {
    variant: changed ? 'short-lived' : 'renewal-missed',
    rootCause: entity,
    expects: [{ failure: 'cert_expiry', entity }],
    advance: (_world, elapsed) => {
      if (changed || elapsed - complained < HOUR) return;
      complained = elapsed;
      complain();
    },
    repair: () => {
      certificate.renews = true;
      certificate.notAfter = world.now + service.spec.certificate!.lifetimeDays * 24 * HOUR;
    },
    repairAfter: plan.repairAfter ?? random.between(10, 40) * MINUTE,
    givesUpAfter: lead + HOUR,
  };
};
