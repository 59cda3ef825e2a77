import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateCount } from '@foreshock/model/rollup.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import {
  negativeBinomialLowerTail,
  negativeBinomialUpperTail,
  sizeFromMoments,
} from '../../statistics/negative-binomial.ts';
import { addWeight, type DetectorStep, LEAST_SURPRISE, type Reading, surpriseOf } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';
import { expectedShare, SHARE_FIELDS, stepShare } from './share-test.ts';

/** How often each template of each workload is written, templates never seen before, and the share of errors. */
export interface LogCountDetector {
  step(frame: MinuteFrame): DetectorStep;
  snapshot(): LogCountSnapshot;
}

export interface LogCountSnapshot {
  readonly templates: RowPoolSnapshot;
  readonly workloads: RowPoolSnapshot;
}

/** Fields of a template. */
const MEAN = 0;
const VARIANCE = 1;
const MINUTES = 2;
const LAST_MINUTE = 3;
/** The minute before the last one that it was written in, and how often in the last: tells who was seen once in a day. */
const MINUTE_BEFORE = 4;
const LAST_COUNT = 5;
const TEMPLATE_STRIDE = 6;

/** Fields of a workload: error share, first minute, then lines per hour of the last day with the hour each belongs to. */
const FIRST_MINUTE = SHARE_FIELDS;
const LINES = FIRST_MINUTE + 1;
const LINES_HOUR = LINES + 1;
const HOURLY = LINES_HOUR + 1;
const HOURS = 24;
const WORKLOAD_STRIDE = HOURLY + HOURS;

const MAX_TEMPLATES = 50_000;
/** One day of minutes. */
const RATE = 1 / 1_440;
const FIRST_MINUTES = 30;
const SETTLED_MINUTES = 750;
const PROVISIONAL_SURPRISE = 3;
/** A workload that was heard less may yet write anything: nothing is new. */
const NEW_AFTER_LINES = 10_000;
const NEW_AFTER_MS = DAY;
const ERROR = 17;
const FATAL = 21;
/** Bursts of less than this, and a third more than usual, are noise to people. */
const LEAST_BURST = 5;
const LEAST_RISE = 1.33;

export function createLogCountDetector(snapshot?: LogCountSnapshot): LogCountDetector {
  const templates = createRowPool(TEMPLATE_STRIDE, snapshot?.templates);
  const workloads = createRowPool(WORKLOAD_STRIDE, snapshot?.workloads);
  /** Templates by workload: what is scanned for those seen once. */
  const written = new Map<string, Set<string>>();
  for (const [key] of templates.entries()) belong(key);

  function step(frame: MinuteFrame): DetectorStep {
    const counts = addUp(frame);
    const readings: Reading[] = [];
    const judged = new Map<EntityId, number>();
    const lines = Map.groupBy(counts, (count) => count.entity);
    for (const entity of [...lines.keys()].sort()) judgeWorkload(entity, lines.get(entity)!);
    judgeSilent();
    if (frame.minute % HOUR === 0) forget();
    return { readings, judged };

    function judgeWorkload(entity: EntityId, own: readonly Count[]): void {
      const row = workloads.find(entity) ?? addWorkload(entity);
      const at = row * WORKLOAD_STRIDE;
      const total = own.reduce((sum, count) => sum + count.count, 0);
      const errors = own.reduce((sum, count) => sum + count.errors, 0);
      addWeight(judged, entity, 1);
      for (const count of own) judgeCount(count, at);
      const expected = expectedShare(workloads.fields, at);
      const surprise = stepShare(workloads.fields, at, errors, total);
      const observed = errors / total;
      if (surprise >= LEAST_SURPRISE && errors >= 3 && observed >= 2 * expected) {
        const main = own.reduce((most, count) => (count.errors > most.errors ? count : most));
        readings.push({
          ...logReading(entity, main.template, surprise),
          kind: 'errors',
          isRolloutNoise: false,
          measure: 'log error share',
          direction: 'up',
          observed,
          expected,
          unit: 'share',
        });
      }
      countLines(at, total);
    }

    function addWorkload(entity: EntityId): number {
      const row = workloads.add(entity);
      workloads.fields[row * WORKLOAD_STRIDE + FIRST_MINUTE] = frame.minute;
      return row;
    }

    function judgeCount(count: Count, workload: number): void {
      const key = keyOf(count.entity, count.template);
      const known = findTemplate(count);
      if (known === undefined) {
        judgeNew(count, workload);
        if (templates.size < MAX_TEMPLATES) start(key, count);
        return;
      }
      const at = known * TEMPLATE_STRIDE;
      judgeVolume(count.entity, count.template, at, count.count);
      templates.fields[at + MINUTE_BEFORE] = templates.fields[at + LAST_MINUTE]!;
      templates.fields[at + LAST_MINUTE] = frame.minute;
      templates.fields[at + LAST_COUNT] = count.count;
    }

    /** The row of a template, also when it had other ids before it generalised or took in others: their volumes add up. */
    function findTemplate(count: Count): number | undefined {
      const row = templates.find(keyOf(count.entity, count.template));
      if (row !== undefined) return row;
      const key = keyOf(count.entity, count.template);
      let moved: number | undefined;
      for (const alias of frame.templateById.get(count.template)?.aliases ?? []) {
        const old = keyOf(count.entity, alias);
        const oldRow = templates.find(old);
        if (oldRow === undefined) continue;
        const kept = templates.fields.slice(oldRow * TEMPLATE_STRIDE, (oldRow + 1) * TEMPLATE_STRIDE);
        remove(old);
        if (moved === undefined) {
          moved = templates.add(key);
          templates.fields.set(kept, moved * TEMPLATE_STRIDE);
          belong(key);
          continue;
        }
        const at = moved * TEMPLATE_STRIDE;
        for (const field of [MEAN, VARIANCE, LAST_COUNT]) templates.fields[at + field]! += kept[field]!;
        for (const field of [MINUTES, LAST_MINUTE, MINUTE_BEFORE])
          templates.fields[at + field] = Math.max(templates.fields[at + field]!, kept[field]!);
      }
      return moved;
    }

    function start(key: string, count: Count): void {
      const at = templates.add(key) * TEMPLATE_STRIDE;
      belong(key);
      templates.fields[at + LAST_MINUTE] = frame.minute;
      templates.fields[at + LAST_COUNT] = count.count;
      templates.fields[at + MEAN] = count.count;
      templates.fields[at + VARIANCE] = count.count;
      templates.fields[at + MINUTES] = 1;
    }

    /** Good and Turing: the share of lines seen once is the probability of one never seen. */
    function judgeNew(count: Count, at: number): void {
      const lineCount = linesOfDay(at);
      const isYoung = lineCount < NEW_AFTER_LINES && frame.minute - workloads.fields[at + FIRST_MINUTE]! < NEW_AFTER_MS;
      if (isYoung) return;
      const severity = frame.templateById.get(count.template)?.severityNumber ?? count.severity;
      const more = severity >= FATAL ? 2 : severity >= ERROR ? 1 : 0;
      const surprise = Math.min(12, surpriseOf((seenOnce(count.entity) + 1) / (lineCount + 1)) + more);
      if (surprise < LEAST_SURPRISE) return;
      readings.push({
        ...logReading(count.entity, count.template, surprise),
        direction: 'new',
        observed: count.count,
        expected: 0,
        isSettled: true,
        isHarm: severity >= ERROR,
      });
    }

    function seenOnce(entity: EntityId): number {
      let once = 0;
      for (const key of written.get(entity) ?? []) {
        const at = templates.find(key)! * TEMPLATE_STRIDE;
        const f = templates.fields;
        const isOnce =
          f[at + LAST_COUNT] === 1 &&
          frame.minute - f[at + LAST_MINUTE]! < DAY &&
          frame.minute - f[at + MINUTE_BEFORE]! >= DAY;
        if (isOnce) once++;
      }
      return once;
    }

    function judgeVolume(entity: EntityId, template: TemplateId, at: number, n: number): void {
      const f = templates.fields;
      const mean = Math.max(f[at + MEAN]!, 1e-3);
      const size = sizeFromMoments(mean, f[at + VARIANCE]!);
      const minutes = f[at + MINUTES]!;
      const isUp = n > mean;
      const isWorthALook = isUp ? n >= LEAST_BURST && n >= LEAST_RISE * mean : n <= mean / 2;
      if (minutes >= FIRST_MINUTES && isWorthALook) {
        const p = isUp ? negativeBinomialUpperTail(n, mean, size) : negativeBinomialLowerTail(n, mean, size);
        // Both sides were looked at.
        const surprise = Math.min(
          minutes < SETTLED_MINUTES ? PROVISIONAL_SURPRISE : 12,
          surpriseOf(Math.min(1, 2 * p)),
        );
        if (surprise >= LEAST_SURPRISE) {
          const severity = frame.templateById.get(template)?.severityNumber ?? 0;
          readings.push({
            ...logReading(entity, template, surprise),
            direction: isUp ? 'up' : n === 0 ? 'gone' : 'down',
            observed: n,
            expected: mean,
            // A burst of routine lines is context; a burst of errors is harm, and so is a routine that stopped.
            isHarm: isUp ? severity >= ERROR : severity < ERROR,
          });
        }
      }
      const rate = Math.max(RATE, 1 / (minutes + 1));
      const spread = 3 * Math.sqrt(mean + (mean * mean) / size) + 1;
      const taught = minutes < FIRST_MINUTES ? n : Math.min(n, mean + spread);
      const difference = taught - f[at + MEAN]!;
      f[at + MEAN]! += rate * difference;
      f[at + VARIANCE] = (1 - rate) * (f[at + VARIANCE]! + rate * difference * difference);
      f[at + MINUTES] = minutes + 1;
    }

    /** Templates that were not written in this minute, of workloads that wrote something else. */
    function judgeSilent(): void {
      const active = new Set(counts.map((count) => keyOf(count.entity, count.template)));
      for (const entity of [...lines.keys()].sort()) {
        for (const key of written.get(entity) ?? []) {
          if (active.has(key)) continue;
          const template = key.slice(entity.length + 1) as TemplateId;
          judgeVolume(entity, template, templates.find(key)! * TEMPLATE_STRIDE, 0);
        }
      }
    }

    function logReading(
      entity: EntityId,
      template: TemplateId,
      surprise: number,
    ): Omit<Reading, 'direction' | 'observed' | 'expected'> {
      return {
        entity,
        signal: 'logs',
        kind: 'logs',
        measure: frame.templateById.get(template)?.text ?? template,
        surprise,
        rank: surprise,
        unit: '1/min',
        source: { kind: 'template', template },
        weight: 1,
        isServiceLevel: false,
        isHarm: true,
        isSettled: false,
        isRolloutNoise: true,
        isHard: false,
        marks: [],
      };
    }

    function countLines(at: number, total: number): void {
      const f = workloads.fields;
      const hour = Math.floor(frame.minute / HOUR);
      const last = f[at + LINES_HOUR]!;
      for (let h = Math.max(last + 1, hour - HOURS + 1); h <= hour; h++) f[at + HOURLY + (h % HOURS)] = 0;
      f[at + LINES_HOUR] = hour;
      f[at + HOURLY + (hour % HOURS)]! += total;
      f[at + LINES]! += total;
    }

    function linesOfDay(at: number): number {
      let sum = 0;
      for (let h = 0; h < HOURS; h++) sum += workloads.fields[at + HOURLY + h]!;
      return sum;
    }

    function forget(): void {
      for (const [key, row] of [...templates.entries()]) {
        const f = templates.fields;
        // What is written once a week stays known for a month: it is not new when it comes again.
        if (frame.minute - f[row * TEMPLATE_STRIDE + LAST_MINUTE]! >= 30 * DAY) remove(key);
      }
    }
  }

  function belong(key: string): void {
    const entity = key.split('\u001f')[0]!;
    const own = written.get(entity);
    if (own === undefined) written.set(entity, new Set([key]));
    else own.add(key);
  }

  function remove(key: string): void {
    templates.delete(key);
    written.get(key.split('\u001f')[0]!)!.delete(key);
  }

  return { step, snapshot: () => ({ templates: templates.snapshot(), workloads: workloads.snapshot() }) };
}

interface Count {
  readonly entity: EntityId;
  readonly template: TemplateId;
  readonly severity: number;
  count: number;
  errors: number;
}

function keyOf(entity: EntityId, template: TemplateId): string {
  return `${entity}\u001f${template}`;
}

/** Severities together, old ids of a template under its present one; by entity and template. */
function addUp(frame: MinuteFrame): Count[] {
  const counts = new Map<string, Count>();
  for (const row of frame.templates) addRow(row);
  return [...counts.keys()].sort().map((key) => counts.get(key)!);

  function addRow(row: TemplateCount): void {
    const template = frame.templateById.get(row.template)?.id ?? row.template;
    const key = keyOf(row.entity, template);
    let count = counts.get(key);
    if (count === undefined) {
      count = { entity: row.entity, template, severity: row.severityNumber, count: 0, errors: 0 };
      counts.set(key, count);
    }
    count.count += row.count;
    if (row.severityNumber >= ERROR) count.errors += row.count;
  }
}
