/** Forecasts of one entity at one horizon, in order of time. All arrays have one length. */
export interface EntityForecasts {
  readonly entity: string;
  /** When they were made, ms. */
  readonly times: Float64Array;
  readonly probabilities: Float64Array;
  /** 1: it came within the horizon. */
  readonly outcomes: Uint8Array;
  /** What the entity's rate so far gives, and nothing else. */
  readonly online: Float64Array;
}

export function sliceForecasts(all: EntityForecasts, from: number, to: number): EntityForecasts {
  return {
    entity: all.entity,
    times: all.times.subarray(from, to),
    probabilities: all.probabilities.subarray(from, to),
    outcomes: all.outcomes.subarray(from, to),
    online: all.online.subarray(from, to),
  };
}

export function shareThatCame({ outcomes }: EntityForecasts): number {
  return outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length;
}
