import { type SloObjective, type SloWindowDays, sloWindowDays } from '@foreshock/model/slo.ts';
import type { SloSuggestionView, SloView } from '../../answer-shapes.ts';
import { shortName } from '../../words/name-words.ts';

/** An SLO as it is typed. */
export interface SloDraft {
  readonly name: string;
  readonly entity: string;
  readonly objective: SloObjective;
  readonly operation: string;
  readonly thresholdMs: string;
  readonly targetPercent: string;
  readonly windowDays: string;
}

export interface SloInput {
  readonly name: string;
  readonly entity: string;
  readonly objective: SloObjective;
  readonly operation?: string;
  readonly thresholdMs?: number;
  readonly target: number;
  readonly windowDays: SloWindowDays;
}

export const emptyDraft: SloDraft = {
  name: '',
  entity: '',
  objective: 'availability',
  operation: '',
  thresholdMs: '',
  targetPercent: '99.9',
  windowDays: '30',
};

export function draftOfSlo({ name, entity, objective, operation, thresholdMs, target, windowDays }: SloView): SloDraft {
  return {
    name,
    entity: entity.id,
    objective,
    operation: operation ?? '',
    thresholdMs: thresholdMs === null ? '' : String(thresholdMs),
    targetPercent: percentOf(target),
    windowDays: String(windowDays),
  };
}

export function draftOfSuggestion({ entity, objective, thresholdMs, target }: SloSuggestionView): SloDraft {
  return {
    ...emptyDraft,
    name: `${shortName(entity.name)} ${objective === 'latency' ? 'is fast' : 'answers'}`,
    entity: entity.id,
    objective,
    thresholdMs: thresholdMs === null ? '' : String(thresholdMs),
    targetPercent: percentOf(target),
  };
}

export function inputOfDraft(draft: SloDraft): SloInput {
  return {
    name: draft.name.trim(),
    entity: draft.entity,
    objective: draft.objective,
    ...(draft.operation.trim() !== '' && { operation: draft.operation.trim() }),
    ...(draft.objective === 'latency' && { thresholdMs: Number(draft.thresholdMs) }),
    target: Number((Number(draft.targetPercent) / 100).toFixed(7)),
    windowDays: sloWindowDays.find((days) => String(days) === draft.windowDays) ?? 30,
  };
}

function percentOf(share: number): string {
  return String(Number((share * 100).toFixed(5)));
}
