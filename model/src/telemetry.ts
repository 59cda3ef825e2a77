import type { LogColumns } from './log-columns.ts';
import type { PointColumns } from './point-columns.ts';
import type { SpanColumns } from './span-columns.ts';

export const signals = ['logs', 'metrics', 'traces'] as const;
export type Signal = (typeof signals)[number];

/** One request as decoded. */
export type TelemetryColumns = LogColumns | SpanColumns | PointColumns;
