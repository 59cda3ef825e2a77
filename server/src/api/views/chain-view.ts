import type { ChainVerdict } from '@foreshock/contract/operations/ledger.ts';
import { formatTime, type Timestamp } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { JudgedChain } from '../../store/metadata/judge-chain.ts';

export function viewVerdict(
  { anchor, faults, ...verdict }: JudgedChain,
  now: Timestamp,
): z.output<typeof ChainVerdict> {
  return {
    ...verdict,
    checkedAt: formatTime(now),
    anchor: anchor ? { ...anchor, notedAt: formatTime(anchor.notedAt) } : null,
    faults: [...faults],
  };
}
