import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { NO_WAITS, type WaitsNow } from '../planned-waits.ts';
import { addWeight, type DetectorStep, LEAST_SURPRISE, MAX_SURPRISE, type Reading } from '../reading.ts';
import { createRowPool, type RowPoolSnapshot } from '../row-pool.ts';

/** Telemetry that should be there and is not: per entity and signal, gathered on the node where that explains it. */
export interface MissingDataDetector {
  step(frame: MinuteFrame, waits?: WaitsNow): DetectorStep & { readonly trust: DataTrust };
  snapshot(): RowPoolSnapshot;
}

/**
 * Fields of a source: mean and variance of records in minutes that had some, such minutes, empty minutes in a row, last
 * record, share of minutes that had some.
 */
const MEAN = 0;
const VARIANCE = 1;
const MINUTES = 2;
const EMPTY = 3;
const LAST_MINUTE = 4;
const HEARD = 5;
const STRIDE = 6;

const SIGNALS = ['metrics', 'traces', 'logs'] as const;
type SourceSignal = (typeof SIGNALS)[number];

/** A source is expected once it was heard in this many minutes, and for a day after its last record. */
const FIRST_MINUTES = 10;
const EXPECTED_FOR_MS = DAY;
/** One empty minute is jitter of an export interval. */
const LEAST_EMPTY = 2;
const RATE = 0.02;
/** Sources whose count varies less send on a timer: two empty minutes are no chance then. */
const PERIODIC_SPREAD = 0.2;
/** Sources that are heard in fewer minutes are silent by themselves now and then: sampled traces, lines of quiet services. */
const LEAST_HEARD = 0.9;
/** No source is taken for more regular than this. */
const MOST_HEARD = 0.97;
/** Empty minutes in a row teach how often a source is heard up to here; more are an outage. */
const TEACHES_EMPTY = 5;
/** When this share of the sources of a node, or of all sources of a signal, is silent, whatever gathers them is. */
const COMMON_SHARE = 0.8;
const EVERYWHERE_SOURCES = 3;
const LEAST_TOLD = 3;

interface Silent {
  readonly entity: EntityId;
  readonly signal: SourceSignal;
  readonly surprise: number;
  readonly expected: number;
  readonly since: Timestamp;
}

export function createMissingDataDetector(snapshot?: RowPoolSnapshot): MissingDataDetector {
  const sources = createRowPool(STRIDE, snapshot);

  function step(frame: MinuteFrame, waits = NO_WAITS): DetectorStep & { readonly trust: DataTrust } {
    const heard = countRecords(frame);
    for (const key of [...heard.keys()].sort()) {
      const row = sources.find(key) ?? sources.add(key);
      hear(row * STRIDE, heard.get(key)!, frame.minute);
    }
    const silent: Silent[] = [];
    const judged = new Map<EntityId, number>();
    const expected = new Map<SourceSignal, number>();
    for (const [key, row] of [...sources.entries()]) {
      const at = row * STRIDE;
      const f = sources.fields;
      if (frame.minute - f[at + LAST_MINUTE]! >= EXPECTED_FOR_MS) {
        sources.delete(key);
        continue;
      }
      const isHeard = heard.has(key);
      const [entity, signal] = key.split('\u001f') as [EntityId, SourceSignal];
      // Who is scaled to zero or waits for an image has nothing to say; who is asked nothing writes no spans or lines.
      const isQuiet = waits.isStarting(entity) || (signal !== 'metrics' && waits.isIdle(entity));
      if (!isHeard && isQuiet) continue;
      if (f[at + EMPTY]! < TEACHES_EMPTY) {
        const rate = Math.max(RATE, 1 / Math.max(1, f[at + MINUTES]!));
        f[at + HEARD]! += rate * ((isHeard ? 1 : 0) - f[at + HEARD]!);
      }
      if (f[at + MINUTES]! < FIRST_MINUTES || f[at + HEARD]! < LEAST_HEARD) {
        if (!isHeard) f[at + EMPTY]! += 1;
        continue;
      }
      expected.set(signal, (expected.get(signal) ?? 0) + 1);
      addWeight(judged, entity, 1);
      if (isHeard) continue;
      f[at + EMPTY]! += 1;
      if (f[at + EMPTY]! < LEAST_EMPTY) continue;
      const isPeriodic = Math.sqrt(f[at + VARIANCE]!) < PERIODIC_SPREAD * f[at + MEAN]!;
      const surprise = Math.min(
        MAX_SURPRISE,
        isPeriodic ? 1.5 * f[at + EMPTY]! : -f[at + EMPTY]! * Math.log10(1 - Math.min(MOST_HEARD, f[at + HEARD]!)),
      );
      if (surprise < LEAST_SURPRISE) continue;
      silent.push({ entity, signal, surprise, expected: f[at + MEAN]!, since: f[at + LAST_MINUTE]! + MINUTE });
    }
    silent.sort((a, b) => (a.entity + a.signal < b.entity + b.signal ? -1 : 1));
    return { readings: readingsOf(frame, silent, expected), judged, trust: trustOf(frame, silent, expected) };
  }

  function hear(at: number, count: number, minute: Timestamp): void {
    const f = sources.fields;
    const rate = Math.max(RATE, 1 / (f[at + MINUTES]! + 1));
    const difference = count - f[at + MEAN]!;
    f[at + MEAN]! += rate * difference;
    f[at + VARIANCE] = (1 - rate) * (f[at + VARIANCE]! + rate * difference * difference);
    f[at + MINUTES]! += 1;
    f[at + EMPTY] = 0;
    f[at + LAST_MINUTE] = minute;
  }

  function readingsOf(
    frame: MinuteFrame,
    all: readonly Silent[],
    expected: ReadonlyMap<SourceSignal, number>,
  ): Reading[] {
    // The way into Foreshock is broken, or its sender: said by data trust, not by every entity.
    const lost = SIGNALS.filter((signal) => {
      const sources = expected.get(signal) ?? 0;
      return (
        sources >= EVERYWHERE_SOURCES &&
        all.filter((source) => source.signal === signal).length >= COMMON_SHARE * sources
      );
    });
    const silent = all.filter((source) => !lost.includes(source.signal));
    const byNode = silentNodes(frame, silent);
    const explained = new Set([...byNode.values()].flat());
    const readings = [...byNode].map(([node, members]) => reading(node, strongest(members), 'telemetry of the node'));
    const byEntity = Map.groupBy(
      silent.filter((source) => !explained.has(source)),
      (source) => source.entity,
    );
    for (const [entity, members] of byEntity) {
      const most = strongest(members);
      readings.push(reading(entity, most, most.signal));
    }
    return readings.filter((one) => one.surprise >= LEAST_TOLD);
  }

  /** Nodes all of whose workloads fell silent, those that run nowhere else. */
  function silentNodes(frame: MinuteFrame, silent: readonly Silent[]): Map<EntityId, Silent[]> {
    const onNode = new Map<EntityId, number>();
    for (const [key, row] of sources.entries()) {
      const at = row * STRIDE;
      if (sources.fields[at + MINUTES]! < FIRST_MINUTES || sources.fields[at + HEARD]! < LEAST_HEARD) continue;
      const node = onlyNode(frame, key.split('\u001f')[0] as EntityId);
      if (node !== undefined) onNode.set(node, (onNode.get(node) ?? 0) + 1);
    }
    const byNode = new Map<EntityId, Silent[]>();
    for (const source of silent) {
      const node = onlyNode(frame, source.entity);
      if (node !== undefined) byNode.set(node, [...(byNode.get(node) ?? []), source]);
    }
    for (const [node, members] of [...byNode]) {
      const entities = new Set(members.map((member) => member.entity)).size;
      if (entities < 2 || members.length < COMMON_SHARE * onNode.get(node)!) byNode.delete(node);
    }
    return byNode;
  }

  return { step, snapshot: () => sources.snapshot() };
}

function onlyNode(frame: MinuteFrame, id: EntityId): EntityId | undefined {
  const entity = frame.topology.entities.get(id);
  if (entity?.kind === 'node') return id;
  return entity?.nodes.length === 1 ? entity.nodes[0] : undefined;
}

/** Metrics before all: spans and lines may end because nobody asks, measurements only with their sender. */
function strongest(silent: readonly Silent[]): Silent {
  const measured = silent.filter(({ signal, surprise }) => signal === 'metrics' && surprise >= LEAST_TOLD);
  return (measured.length > 0 ? measured : silent).reduce((most, source) =>
    source.surprise > most.surprise ? source : most,
  );
}

function reading(entity: EntityId, silent: Silent, measure: string): Reading {
  return {
    entity,
    signal: silent.signal,
    kind: 'missing-data',
    measure,
    surprise: silent.surprise,
    rank: silent.surprise,
    direction: 'gone',
    observed: 0,
    expected: silent.expected,
    unit: '1/min',
    source: silent.signal === 'traces' ? { kind: 'spans' } : { kind: 'events' },
    weight: 1,
    isServiceLevel: false,
    isHarm: true,
    isSettled: true,
    isRolloutNoise: true,
    isHard: false,
    marks: [],
    onset: silent.since,
  };
}

function trustOf(
  frame: MinuteFrame,
  silent: readonly Silent[],
  bySignal: ReadonlyMap<SourceSignal, number>,
): DataTrust {
  let expected = 0;
  for (const sources of bySignal.values()) expected += sources;
  const byEntity = new Map<EntityId, Timestamp>();
  for (const { entity, since } of silent) byEntity.set(entity, Math.min(since, byEntity.get(entity) ?? since));
  return {
    time: frame.minute,
    share: expected === 0 ? 1 : 1 - silent.length / expected,
    silent: [...byEntity].map(([entity, since]) => ({
      entity,
      name: frame.topology.entities.get(entity)?.name ?? entity,
      since,
    })),
    reporting: expected - silent.length,
    expected,
  };
}

/** Records of the minute by entity and signal. */
function countRecords(frame: MinuteFrame): Map<string, number> {
  const points = new Map<EntityId, number>();
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (series !== undefined) points.set(series.entity, (points.get(series.entity) ?? 0) + rollup.count);
  }
  const heard = new Map<string, number>();
  const add = (entity: EntityId, signal: SourceSignal, count: number) => {
    const key = `${entity}\u001f${signal}`;
    heard.set(key, (heard.get(key) ?? 0) + count);
  };
  for (const [entity, count] of points) add(entity, 'metrics', count);
  for (const span of frame.spans) add(span.entity, 'traces', span.sampled);
  for (const count of frame.templates) add(count.entity, 'logs', count.count);
  return heard;
}
