import type { NoiseAction } from '@foreshock/model/noise-rule.ts';
import type { NoiseGroup } from '../../store/telemetry/telemetry-store.ts';

export interface NoiseEstimate {
  readonly records: number;
  readonly bytes: number;
  readonly errors: number;
}

/** Of each operation and minute this many spans are kept however few are sampled, as ingest does. */
const RARE_SPANS = 3;

/** What an action would take of a group. Sampling is told in the mean; what ingest keeps beyond it is not counted as gone. */
export function estimateGone(action: NoiseAction, group: NoiseGroup): NoiseEstimate {
  const { records, bytes, errors } = group;
  switch (action.kind) {
    case 'drop':
      return { records, bytes, errors };
    case 'sample':
      return thinned(group, group.intervals === 0 && isSpan(group) ? RARE_SPANS : 1, action.keepOneIn);
    case 'deduplicate':
      return thinned(group, action.full, action.thenOneIn);
    case 'drop-attributes':
      return { records: 0, bytes: group.keyBytes, errors: 0 };
    case 'roll-up': {
      const gone = Math.max(0, records - group.intervals);
      return { records: gone, bytes: records === 0 ? 0 : (bytes * gone) / records, errors: 0 };
    }
  }
}

/** Ids of templates have a form that no operation has. */
function isSpan({ group }: NoiseGroup): boolean {
  return !group.startsWith('tpl_');
}

function thinned({ records, bytes, errors }: NoiseGroup, full: number, oneIn: number): NoiseEstimate {
  const beyond = Math.max(0, records - errors - full);
  const gone = beyond * (1 - 1 / oneIn);
  return { records: gone, bytes: records === 0 ? 0 : (bytes * gone) / records, errors: 0 };
}
