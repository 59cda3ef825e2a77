/** C0 and C1 controls but tab: telemetry must not steer a terminal. */
const CONTROLS = /[\p{Cc}\p{Cf}]/gu;

/** One line of a text of telemetry, for a terminal. */
export function plainLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(CONTROLS, '');
}

/** Columns as wide as their longest text, two blanks between them. */
export function tableText(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, ...rows.map((row) => row.map(plainLine))];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  return lines
    .map((line) =>
      line
        .map((text, column) => text.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
