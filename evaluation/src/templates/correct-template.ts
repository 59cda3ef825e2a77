/**
 * The rules by which the labels of Loghub were corrected, for the text of a predicted template (Khan et al., "Guidelines
 * for assessing the accuracy of log message template identification techniques", ICSE 2022): DS, PS, BL and US, DG, WV, DV, CV.
 */
export function correctTemplate(text: string): string {
  const collapsed = text.trim().replace(/\s+/g, ' ');
  const paths = pieces(collapsed, PATH_DELIMITERS).map((piece) => (/^(\/[^/]+)+$/.test(piece) ? '<*>' : piece));
  const words = pieces(paths.join(''), DELIMITERS).map((piece) => {
    const isValue = VALUES.has(piece.toLowerCase()) || /^\d+$/.test(piece);
    const holdsWildcard = /^[^\s/]*<\*>[^\s/]*$/.test(piece) && piece !== '<*>/<*>';
    return isValue || holdsWildcard ? '<*>' : piece;
  });
  return untilStable(untilStable(words.join(''), '<*>.<*>'), '<*><*>');
}

const VALUES = new Set(['true', 'false', 'null', 'root', 'admin']);
const PATH_DELIMITERS = /(\s|[,!;:=|"'[\](){}])/;
const DELIMITERS = /(\s|[,!;:=|"'[\](){}.\-+@#$%&])/;

function pieces(text: string, delimiters: RegExp): string[] {
  return text.split(delimiters).filter((piece) => piece !== undefined && piece !== '');
}

function untilStable(text: string, doubled: string): string {
  for (let before = text; ; ) {
    const after = before.replace(doubled, '<*>');
    if (after === before) return after;
    before = after;
  }
}
