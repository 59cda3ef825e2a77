import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import type { DecoyFamilyScore, FamilyScores, FaultFamilyScore } from './score-families.ts';
import type { ForecastScore, RankedScore, ShadowScore } from './score-forecasts.ts';

/** Tables in Markdown: they are read in a terminal and stand in the documentation as they are. */
export function printFamilies({ faults, decoys }: FamilyScores): string {
  return [
    'Warning. "Warned" counts calls that were open when the failure came; those that were delivered (the others are shadows, on the screen only) stand behind the plus. Leads in minutes over all runs, a miss is 0.',
    '',
    table(
      [
        'family',
        'mechanism',
        'failed',
        'warned',
        'before the first failed request',
        'lead median',
        'lead 10 %',
        'cause first / in three',
        'warnings in vain',
        'predict_linear: warned, lead',
        '90 % of limit: warned, lead',
      ],
      faults.map(warningRow),
    ),
    '',
    'Incident. Cause ranks are those at the end of its explanation; the simple ways to blame are the entity with most anomalies and the last one that was deployed.',
    '',
    table(
      [
        'family',
        'mechanism',
        'detected',
        'cause first',
        'in three',
        'most anomalies first',
        'last deploy first',
        'incidents per fault',
        'resolved',
      ],
      faults.map(incidentRow),
    ),
    '',
    'Decoys: nothing happens that anybody should be told of.',
    '',
    table(
      [
        'decoy',
        'mechanism',
        'runs',
        'days',
        'pages',
        'incidents a day',
        'warnings a day',
        'largest odds shown',
        'predict_linear alarms a day',
        '90 % alarms a day',
      ],
      decoys.map(decoyRow),
    ),
  ].join('\n');
}

export function printShadow({ forecasts, calibrated, hazard, stack }: ShadowScore): string {
  const row = (name: string, { skill, averagePrecision }: RankedScore): string[] => [
    name,
    skill.toFixed(3),
    averagePrecision.toFixed(3),
  ];
  const rows = [
    row('calibrated, as called', calibrated),
    row('hazard, in shadow', hazard),
    row('stack, in shadow', stack),
  ];
  return `Of ${forecasts} forecasts up to four hours:\n\n${table(['said by', 'Brier skill', 'average precision'], rows)}`;
}

export function printForecasts(all: ForecastScore, shown: ForecastScore): string {
  const rows = all.bins.map((bin) => {
    const own = shown.bins.find(({ from }) => from === bin.from);
    return [
      `${percent(bin.from)} to ${percent(bin.to)}`,
      String(bin.forecasts),
      percent(bin.said),
      percent(bin.came),
      String(own?.forecasts ?? 0),
      own ? percent(own.said) : '-',
      own ? percent(own.came) : '-',
    ];
  });
  return [
    `Forecasts: ${all.forecasts} that were written down, weighted so that they stand for all (skill against the base rate of ${percent(all.baseRate)}: ${skillText(all.skill)}), and ${shown.forecasts} of them shown (skill ${skillText(shown.skill)}).`,
    '',
    table(['said', 'all', 'mean said', 'came', 'shown', 'mean said', 'came'], rows),
  ].join('\n');
}

/** Where all came, or nothing did, there is nothing to be better than. */
function skillText(skill: number): string {
  return Number.isFinite(skill) ? skill.toFixed(2) : 'not defined: all came, or nothing did';
}

function warningRow(score: FaultFamilyScore): string[] {
  const { failed, warned, simple } = score;
  return [
    score.family,
    score.mechanism,
    failed === score.runs ? String(failed) : `${failed} of ${score.runs}`,
    `${warned} (+${score.warnedActive})`,
    String(score.warnedBeforeFailing),
    minutes(score.leadMedian),
    minutes(score.leadTenth),
    `${score.warningCauseFirst} / ${score.warningCauseThree}`,
    String(score.falseWarnings),
    `${simple.predictLinear.warned}, ${minutes(simple.predictLinear.leadMedian)}`,
    `${simple.nineTenths.warned}, ${minutes(simple.nineTenths.leadMedian)}`,
  ];
}

function incidentRow(score: FaultFamilyScore): string[] {
  return [
    score.family,
    score.mechanism,
    `${score.detected} of ${score.failed}`,
    String(score.incidentCauseFirst),
    String(score.incidentCauseThree),
    String(score.mostAnomaliesFirst),
    String(score.lastChangedFirst),
    score.incidentsPerFault.toFixed(1),
    String(score.resolved),
  ];
}

function decoyRow(score: DecoyFamilyScore): string[] {
  const { days, simple } = score;
  return [
    score.family,
    score.mechanism,
    String(score.runs),
    days.toFixed(1),
    String(score.pages),
    perDay(score.incidents, days),
    perDay(score.warnings, days),
    percent(score.highest),
    perDay(simple.predictLinear, days),
    perDay(simple.nineTenths, days),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...rows.map(line)].join('\n');
}

function perDay(count: number, days: number): string {
  return (count / days).toFixed(1);
}

function percent(share: number): string {
  return Number.isNaN(share) ? '-' : `${Math.round(100 * share)} %`;
}

function minutes(duration: DurationMs): string {
  return String(Math.round(duration / MINUTE));
}
