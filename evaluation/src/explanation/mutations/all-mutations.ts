import { hostileTexts } from './hostile-texts.ts';
import { falseLiterals } from './literal-figures.ts';
import type { Mutation } from './mutation.ts';
import { wrongActions } from './wrong-actions.ts';
import { wrongCauses } from './wrong-causes.ts';
import { wrongFigures } from './wrong-figures.ts';
import { wrongIds } from './wrong-ids.ts';
import { wrongWords } from './wrong-words.ts';

const place = ({ id }: Mutation): number => Number(id.slice(1));

export const falsehoods: readonly Mutation[] = [
  ...wrongIds,
  ...wrongFigures,
  ...wrongWords,
  ...wrongCauses,
  ...hostileTexts,
  ...wrongActions,
  ...falseLiterals,
].sort((a, b) => place(a) - place(b));
