import { type MeasuredRow, verdictOf } from './measured-row.ts';

const HEADS = ['set', 'engine', 'metric', 'n', 'trivial', 'permuted', 'ours', '95 %', 'to beat', 'by', 'verdict'];

/** A Markdown table. `against`: rows of an earlier run, whose difference is added. */
export function printRows(rows: readonly MeasuredRow[], against: readonly MeasuredRow[] = []): string {
  const heads = against.length > 0 ? [...HEADS, 'against'] : HEADS;
  const lines = rows.map((row) => {
    const { set, engine, metric, n, trivial, permuted, learntShuffled, ours, interval, toBeat, by } = row;
    const cells = [
      ...[set, engine, metric, String(n), figure(trivial)],
      ...[[permuted, learntShuffled ?? []].flat().map(figure).join('; learnt '), figure(ours)],
      ...[`${figure(interval.low)} to ${figure(interval.high)}`, figure(toBeat), by, verdictOf(row)],
    ];
    const before = against.find((one) => one.set === set && one.metric === metric);
    if (against.length > 0) cells.push(before ? signed(ours - before.ours) : 'new');
    return `| ${cells.join(' | ')} |`;
  });
  return [`| ${heads.join(' | ')} |`, `|${heads.map(() => '---').join('|')}|`, ...lines].join('\n');
}

function figure(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : '-';
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : ''}${value.toFixed(3)}`;
}
