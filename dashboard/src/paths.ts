/** The addresses of our pages. The server builds the same ones for links in messages and in evidence. */

import { stringifySearch } from './url-state.ts';

export const overviewPath = '/';
export const predictionsPath = '/coming';
export const incidentsPath = '/incidents';
export const mapPath = '/map';
export const reliabilityPath = '/reliability';
export const drillsPath = '/drills';
export const replayPath = '/replay';
export const backtestPath = '/backtest';
export const alertingPath = '/alerting';
export const dataPath = '/data';
export const connectPath = '/connect';
export const modelPath = '/model';

/** All of them, or those of one entity. */
export function slosPath(entity?: string): string {
  return `/slos${stringifySearch({ entity })}`;
}

export function predictionPath(id: string): string {
  return `/p/${encodeURIComponent(id)}`;
}

export function incidentPath(id: string): string {
  return `/i/${encodeURIComponent(id)}`;
}

/** Of what a question or a message is about: a prediction or an incident, by its id. */
export function subjectPath(id: string): string {
  return id.startsWith('prd_') ? predictionPath(id) : incidentPath(id);
}

export function modelCallPath(id: string): string {
  return `/model/${encodeURIComponent(id)}`;
}

export interface ExploreSearch {
  readonly q?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly last?: string | undefined;
  readonly entity?: string | undefined;
  readonly metric?: string | undefined;
  readonly series?: string | undefined;
}

export function explorePath(mode: 'logs' | 'traces' | 'metrics', search: ExploreSearch = {}): string {
  return `/explore/${mode}${stringifySearch({ ...search })}`;
}

export function tracePath(traceId: string): string {
  return `/explore/traces/${encodeURIComponent(traceId)}`;
}

/** A path that came from outside is followed only within this site. */
export function isOwnPath(path: string): boolean {
  return /^\/(?![/\\])/.test(path);
}
