import { HOUR } from '@foreshock/model/time.ts';
import type { CreateFault } from '../fault.ts';

/** Nothing happens: the control. */
export const plain: CreateFault = (_world, draw) => ({
  variant: 'control',
  rootCause: '',
  expects: [],
  repair: () => {},
  repairAfter: 0,
  givesUpAfter: draw.plan.course ?? HOUR,
});
