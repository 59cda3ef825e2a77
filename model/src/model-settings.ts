/** What a project has set about its language model; what is absent is as for every project. */
export interface ModelSettings {
  /** Days that the exact text of each call is kept. */
  readonly keepDays?: number;
  /** US dollars that one day may cost; counted beside the cap of the server. */
  readonly capPerDay?: number;
  /** Whether masked questions, answers and verdicts may be exported to tune a model. */
  readonly mayExport: boolean;
}

export const defaultModelSettings: ModelSettings = { mayExport: false };
