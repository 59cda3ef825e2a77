import {
  BellRing,
  CircleGauge,
  Database,
  DoorOpen,
  History,
  Hourglass,
  Search,
  Siren,
  Target,
  Waypoints,
} from 'lucide-react';
import {
  alertingPath,
  dataPath,
  explorePath,
  incidentsPath,
  mapPath,
  modelPath,
  overviewPath,
  predictionsPath,
  reliabilityPath,
  replayPath,
} from '../paths.ts';

/** The pages that exist, in the order of the rail. `letter` follows `g`. */
export const pages = [
  { id: 'overview', name: 'Overview', to: overviewPath, letter: 'o', icon: CircleGauge },
  { id: 'coming', name: 'Coming', to: predictionsPath, letter: 'c', icon: Hourglass },
  { id: 'incidents', name: 'Incidents', to: incidentsPath, letter: 'i', icon: Siren },
  { id: 'explore', name: 'Explore', to: explorePath('logs'), letter: 'e', icon: Search },
  { id: 'map', name: 'Map', to: mapPath, letter: 'm', icon: Waypoints },
  { id: 'reliability', name: 'Reliability', to: reliabilityPath, letter: 'r', icon: Target },
  { id: 'replay', name: 'Replay', to: replayPath, letter: 'p', icon: History },
  { id: 'alerting', name: 'Alerting', to: alertingPath, letter: 'a', icon: BellRing },
  { id: 'data', name: 'Data', to: dataPath, letter: 'd', icon: Database },
  { id: 'model', name: 'What left', to: modelPath, letter: 'w', icon: DoorOpen },
] as const;

export type PageId = (typeof pages)[number]['id'];

/** The entry of the rail that a path belongs to. */
export function pageOf(path: string): PageId | undefined {
  if (path === '/') return 'overview';
  if (path.startsWith('/coming') || path.startsWith('/p/')) return 'coming';
  if (path.startsWith('/incidents') || path.startsWith('/i/')) return 'incidents';
  if (path.startsWith('/explore')) return 'explore';
  if (path.startsWith('/map')) return 'map';
  if (path.startsWith('/reliability') || path.startsWith('/drills')) return 'reliability';
  if (path.startsWith('/replay')) return 'replay';
  if (path.startsWith('/alerting') || path.startsWith('/slos')) return 'alerting';
  if (path.startsWith('/data')) return 'data';
  if (path.startsWith('/model')) return 'model';
  return undefined;
}
