/** What one pod asks of its node's processor. */
export interface CpuClaim {
  /** Cores that it would use now. */
  readonly wantsCores: number;
  /** Cores that it may never exceed. */
  readonly limitCores: number;
  /** Weight when the processor is short: its request. */
  readonly requestCores: number;
}

/**
 * Cores that each claim could use: what it gets by weighted fair sharing, as the Linux scheduler does between control
 * groups, plus whatever the others leave, up to its limit. Same order as `claims`.
 */
export function shareCores(claims: readonly CpuClaim[], cores: number): number[] {
  const wants = claims.map((claim) => Math.min(claim.wantsCores, claim.limitCores));
  const given = new Array<number>(claims.length).fill(0);
  const open = new Set(claims.keys());
  let left = cores;
  while (open.size > 0 && left > 1e-9) {
    let weights = 0;
    for (const index of open) weights += claims[index]!.requestCores;
    const perWeight = left / weights;
    const satisfied = [...open].filter((index) => wants[index]! <= perWeight * claims[index]!.requestCores);
    if (satisfied.length === 0) {
      for (const index of open) given[index] = perWeight * claims[index]!.requestCores;
      left = 0;
      break;
    }
    for (const index of satisfied) {
      given[index] = wants[index]!;
      left -= wants[index]!;
      open.delete(index);
    }
  }
  return claims.map((claim, index) => Math.min(claim.limitCores, given[index]! + Math.max(0, left)));
}
