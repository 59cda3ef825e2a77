import type { NominationsView, NominationView } from '../answer-shapes.ts';
import { countWords } from './name-words.ts';

/** `90 lines in ten minutes, usually 2`. */
export function nominationWords({ says, observed, usual }: NominationView): string {
  const lines = `${countWords(observed, 'line')} in ten minutes`;
  if (says === 'new' || usual === null) return `${lines}, never seen before`;
  return `${lines}, usually ${Number(usual.toPrecision(2)).toLocaleString('en')}`;
}

/** How often the model is right, in words. */
export function precisionWords({ nominated, confirmed, settled, inIncident }: NominationsView['counts']): string {
  if (nominated === 0) return 'The model has pointed at nothing yet. It is asked once an hour, within the caps.';
  const followed =
    settled === 0 ? '' : ` Of ${settled} that are an hour old ${inIncident} were in an incident by then.`;
  return `Of ${countWords(nominated, 'window')} that the model pointed at ${confirmed} ${confirmed === 1 ? 'was' : 'were'} confirmed by a query (${Math.round((100 * confirmed) / nominated)} %).${followed}`;
}
