import { MINUTE } from '@foreshock/model/time.ts';
import type { CreateFault, FaultDraw } from '../fault.ts';
import { expectedRate } from '../load.ts';
import type { World } from '../world.ts';

/** Three times the usual visitors, up over some minutes and down again; the cluster is sized for it. */
export const trafficPeak: CreateFault = (world, draw) => rise(world, draw, { factor: 3, variant: 'visitors-x3' });

/** Enough visitors that the autoscalers add pods. */
export const autoscaling: CreateFault = (world, draw) => {
  // Pods are added from about three times the mean load on; by night that takes more visitors than by day.
  const factor = (world.load.meanPerS * 3.4) / expectedRate(world.load, world.now);
  return rise(world, draw, { factor, variant: 'scale-out' });
};

function rise(world: World, draw: FaultDraw, { factor, variant }: { factor: number; variant: string }) {
  const { random, plan } = draw;
  const length = plan.course ?? random.between(25, 70) * MINUTE;
  const edge = Math.min(length / 3, random.between(5, 12) * MINUTE);
  const { load } = world;
  return {
    variant,
    rootCause: '',
    expects: [],
    advance: (_world: World, elapsed: number) => {
      const height = Math.max(0, Math.min(1, elapsed / edge, (length - elapsed) / edge));
      load.factor = 1 + (factor - 1) * height;
    },
    repair: () => {
      load.factor = 1;
    },
    repairAfter: 0,
    givesUpAfter: length,
  };
}
