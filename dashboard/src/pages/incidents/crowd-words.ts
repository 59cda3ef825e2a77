import type { StatusView } from '../../answer-shapes.ts';
import { countWords } from '../../words/name-words.ts';

type Crowd = Pick<StatusView['incidents'], 'most' | 'gaveWay' | 'joined' | 'refused' | 'waiting'>;

/** What found no room as an incident of its own; `undefined` when everything did. */
export function crowdWords({ most, gaveWay, joined, refused, waiting }: Crowd): string | undefined {
  const parts = [
    gaveWay > 0 && `${countWords(gaveWay, 'incident')} not known to hurt users closed to make room`,
    joined > 0 && `${countWords(joined, 'anomaly', 'anomalies')} that hurt users joined an open incident`,
    refused > 0 && `${countWords(refused, 'anomaly', 'anomalies')} opened none, of which ${waiting} go on`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return undefined;
  return `At most ${most} incidents are open at once. So far ${parts.join('; ')}. They stay listed as anomalies.`;
}
