/** Grouping and text of templates against the labels (Zhu et al., ICSE-SEIP 2019; Jiang et al., ISSTA 2024). */
export interface TemplateScore {
  /** Share of lines whose group is exactly a true group. */
  readonly ga: number;
  /** The same over groups, harmonic mean of precision and recall. */
  readonly fga: number;
  /** Share of lines whose template text is the true one. */
  readonly pa: number;
  /** The same over templates. */
  readonly fta: number;
}

/**
 * truth       template text of each line
 * group       what each line was grouped by
 * textOf      template text of a group, comparable with `truth`
 */
export function scoreTemplates(
  truth: readonly string[],
  group: readonly string[],
  textOf: (group: string) => string,
): TemplateScore {
  const trueLines = linesOf(truth);
  const foundLines = linesOf(group);
  let exactGroups = 0;
  let exactLines = 0;
  for (const lines of trueLines.values()) {
    const found = group[lines[0]!]!;
    const isExact = lines.every((line) => group[line] === found) && foundLines.get(found)!.length === lines.length;
    if (!isExact) continue;
    exactGroups += 1;
    exactLines += lines.length;
  }
  // Groups that ended with the same text are one template.
  const texts = linesOf(group.map(textOf));
  let exactTexts = 0;
  for (const [text, lines] of texts) if (lines.every((line) => truth[line] === text)) exactTexts += 1;
  return {
    ga: exactLines / truth.length,
    fga: harmonicMean(exactGroups / foundLines.size, exactGroups / trueLines.size),
    pa: group.filter((found, line) => textOf(found) === truth[line]).length / truth.length,
    fta: harmonicMean(exactTexts / texts.size, exactTexts / trueLines.size),
  };
}

function linesOf(keys: readonly string[]): Map<string, number[]> {
  const lines = new Map<string, number[]>();
  for (const [line, key] of keys.entries()) {
    const known = lines.get(key);
    if (known) known.push(line);
    else lines.set(key, [line]);
  }
  return lines;
}

function harmonicMean(a: number, b: number): number {
  return a + b === 0 ? 0 : (2 * a * b) / (a + b);
}
