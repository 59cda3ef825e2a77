import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { type CreateFault, chooseService, entityName } from '../fault.ts';

const CANDIDATES = ['checkout-db', 'catalog-db', 'search', 'sessions'];

/**
 * A volume fills. Usual: somebody turned on verbose logging, so many bytes a second more. Changed: the compaction does
 * not run any more, so that write-ahead logs stay, and the writes grow as well.
 */
export const diskFill: CreateFault = (world, draw) => {
  const { random, plan, changed } = draw;
  const service = chooseService(world, draw, CANDIDATES);
  const entity = entityName(world, service.spec.name);
  const volume = service.volume!;
  const capacity = service.spec.volume!.capacityBytes;
  const usedBefore = volume.usedBytes - volume.reclaimableBytes;
  const toFill = 0.95 * capacity - volume.usedBytes;
  const minutes = plan.course ? plan.course / MINUTE : Math.exp(random.between(Math.log(40), Math.log(480)));
  const bytesPerS = toFill / (minutes * 60);
  const burst = random.between(0.3, 0.6);
  if (changed) volume.compacts = false;
  else volume.extraBytesPerS = bytesPerS;
  return {
    variant: changed ? 'compaction-stopped' : 'verbose-log',
    rootCause: entity,
    expects: [{ failure: 'disk_full', entity: entityName(world, service.spec.volume!.claim) }],
    advance: (_world, elapsed) => {
      const hours = elapsed / HOUR;
      if (changed) volume.extraBytesPerS = bytesPerS * Math.min(3, 0.4 + (1.2 * elapsed) / (minutes * MINUTE));
      else volume.extraBytesPerS = bytesPerS * (1 + burst * Math.sin(hours * 2 * Math.PI));
    },
    repair: () => {
      volume.extraBytesPerS = 0;
      volume.compacts = true;
      volume.usedBytes = Math.min(volume.usedBytes, usedBefore + volume.reclaimableBytes * 0.2);
      volume.reclaimableBytes = Math.max(0, volume.usedBytes - usedBefore);
    },
    repairAfter: plan.repairAfter ?? random.between(10, 45) * MINUTE,
    givesUpAfter: minutes * MINUTE * 2 + HOUR,
  };
};
