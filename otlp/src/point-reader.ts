// Hot path, measured by benchmarks/otlp-decode.ts.
import type { AttributeBuilder } from './attribute-builder.ts';
import type { ExponentialSide } from './buckets.ts';
import type { JsonList } from './json-list.ts';
import { MAX_BUCKETS } from './limits.ts';
import {
  ExponentialBuckets,
  ExponentialPoint,
  HistogramPoint,
  NumberPoint,
  SummaryPoint,
  SummaryQuantile,
  skipField,
} from './message-tables.ts';
import { NumberList } from './number-list.ts';
import { type RefusalReason, refusalReasons } from './refusals.ts';
import type { WireReader } from './wire.ts';

const TWO_32 = 4_294_967_296;

/**
 * Reads the data points of the five types, field by field, into its own fields: what is not sent stays as `clear` set it.
 * The reader stands at the fields of a point and reads up to its limit. Each method returns why the point is refused.
 */
export class PointReader {
  timeLow = 0;
  timeHigh = 0;
  startLow = 0;
  startHigh = 0;
  /** Of a number point its value; else the sum. NaN when not sent. */
  value = Number.NaN;
  observations = 0;
  /** Bit 0: no value was recorded. */
  flags = 0;
  scale = 0;
  zeroCount = 0;
  zeroThreshold = 0;
  /** Bucket counts, or the quantiles of a summary. */
  readonly counts = new NumberList();
  /** Explicit bounds, or the values of a summary. */
  readonly bounds = new NumberList();
  readonly positive: ExponentialSide = { offset: 0, counts: new NumberList() };
  readonly negative: ExponentialSide = { offset: 0, counts: new NumberList() };
  readonly #reader: WireReader;
  readonly #attributes: AttributeBuilder;
  readonly #exemplars: JsonList;

  constructor(reader: WireReader, attributes: AttributeBuilder, exemplars: JsonList) {
    this.#reader = reader;
    this.#attributes = attributes;
    this.#exemplars = exemplars;
  }

  clear(): void {
    this.timeLow = 0;
    this.timeHigh = 0;
    this.startLow = 0;
    this.startHigh = 0;
    this.value = Number.NaN;
    this.observations = 0;
    this.flags = 0;
    this.scale = 0;
    this.zeroCount = 0;
    this.zeroThreshold = 0;
    this.counts.clear();
    this.bounds.clear();
    this.positive.offset = 0;
    this.positive.counts.clear();
    this.negative.offset = 0;
    this.negative.counts.clear();
    this.#attributes.begin();
    this.#exemplars.begin();
  }

  readNumberPoint(): RefusalReason | undefined {
    const reader = this.#reader;
    let hasValue = false;
    this.observations = 1;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x11:
          this.#readStart();
          break;
        case 0x19:
          this.#readTime();
          break;
        case 0x21:
          this.value = reader.readDouble();
          hasValue = true;
          break;
        case 0x2a:
          this.#exemplars.read(reader);
          break;
        case 0x31:
          reader.readFixed64();
          this.value = (reader.high | 0) * TWO_32 + reader.low;
          hasValue = true;
          break;
        case 0x3a:
          this.#attributes.read();
          break;
        case 0x40:
          this.#readFlags();
          break;
        default:
          skipField(reader, tag, NumberPoint);
      }
    }
    return refusalOfNumberPoint(hasValue, this.flags);
  }

  readHistogramPoint(): RefusalReason | undefined {
    const reader = this.#reader;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x11:
          this.#readStart();
          break;
        case 0x19:
          this.#readTime();
          break;
        case 0x21:
          this.observations = this.#readCount();
          break;
        case 0x29:
          this.value = reader.readDouble();
          break;
        case 0x31:
          this.counts.push(this.#readCount());
          break;
        case 0x32: {
          const outer = reader.enter();
          while (reader.at < reader.limit) this.counts.push(this.#readCount());
          reader.leave(outer);
          break;
        }
        case 0x39:
          this.bounds.push(reader.readDouble());
          break;
        case 0x3a: {
          const outer = reader.enter();
          while (reader.at < reader.limit) this.bounds.push(reader.readDouble());
          reader.leave(outer);
          break;
        }
        case 0x42:
          this.#exemplars.read(reader);
          break;
        case 0x4a:
          this.#attributes.read();
          break;
        case 0x50:
          this.#readFlags();
          break;
        default:
          skipField(reader, tag, HistogramPoint);
      }
    }
    return refusalOfHistogramPoint(this.counts.length, this.bounds.length);
  }

  readExponentialPoint(): RefusalReason | undefined {
    const reader = this.#reader;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x0a:
          this.#attributes.read();
          break;
        case 0x11:
          this.#readStart();
          break;
        case 0x19:
          this.#readTime();
          break;
        case 0x21:
          this.observations = this.#readCount();
          break;
        case 0x29:
          this.value = reader.readDouble();
          break;
        case 0x30:
          this.scale = this.#readSigned();
          break;
        case 0x39:
          this.zeroCount = this.#readCount();
          break;
        case 0x42:
          this.#readSide(this.positive);
          break;
        case 0x4a:
          this.#readSide(this.negative);
          break;
        case 0x50:
          this.#readFlags();
          break;
        case 0x5a:
          this.#exemplars.read(reader);
          break;
        case 0x71:
          this.zeroThreshold = reader.readDouble();
          break;
        default:
          skipField(reader, tag, ExponentialPoint);
      }
    }
    return refusalOfBuckets(this.positive.counts.length + this.negative.counts.length);
  }

  readSummaryPoint(): RefusalReason | undefined {
    const reader = this.#reader;
    // The sum of a summary is always sent, as nothing when it is 0.
    this.value = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      switch (tag) {
        case 0x11:
          this.#readStart();
          break;
        case 0x19:
          this.#readTime();
          break;
        case 0x21:
          this.observations = this.#readCount();
          break;
        case 0x29:
          this.value = reader.readDouble();
          break;
        case 0x32:
          this.#readQuantile();
          break;
        case 0x3a:
          this.#attributes.read();
          break;
        case 0x40:
          this.#readFlags();
          break;
        default:
          skipField(reader, tag, SummaryPoint);
      }
    }
    return refusalOfBuckets(this.counts.length);
  }

  #readStart(): void {
    this.#reader.readFixed64();
    this.startLow = this.#reader.low;
    this.startHigh = this.#reader.high;
  }

  #readTime(): void {
    this.#reader.readFixed64();
    this.timeLow = this.#reader.low;
    this.timeHigh = this.#reader.high;
  }

  #readFlags(): void {
    this.#reader.readVarint();
    this.flags = this.#reader.low;
  }

  #readCount(): number {
    this.#reader.readFixed64();
    return this.#reader.high * TWO_32 + this.#reader.low;
  }

  #readSigned(): number {
    this.#reader.readVarint();
    return (this.#reader.low >>> 1) ^ -(this.#reader.low & 1);
  }

  #readSide(side: ExponentialSide): void {
    const reader = this.#reader;
    const outer = reader.enter();
    side.offset = 0;
    side.counts.clear();
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === 0x08) side.offset = this.#readSigned();
      else if (tag === 0x10) this.#pushCount(side.counts);
      else if (tag === 0x12) {
        const list = reader.enter();
        while (reader.at < reader.limit) this.#pushCount(side.counts);
        reader.leave(list);
      } else skipField(reader, tag, ExponentialBuckets);
    }
    reader.leave(outer);
  }

  #pushCount(counts: NumberList): void {
    this.#reader.readVarint();
    counts.push(this.#reader.high * TWO_32 + this.#reader.low);
  }

  #readQuantile(): void {
    const reader = this.#reader;
    const outer = reader.enter();
    let quantile = 0;
    let value = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag === 0x09) quantile = reader.readDouble();
      else if (tag === 0x11) value = reader.readDouble();
      else skipField(reader, tag, SummaryQuantile);
    }
    reader.leave(outer);
    this.counts.push(quantile);
    this.bounds.push(value);
  }
}

export function refusalOfNumberPoint(hasValue: boolean, flags: number): RefusalReason | undefined {
  return hasValue || (flags & 1) === 1 ? undefined : refusalReasons.noValue;
}

/** Both numbers may be 0: such a point has a count and a sum only. */
export function refusalOfHistogramPoint(counts: number, bounds: number): RefusalReason | undefined {
  const isWhole = counts === bounds + 1 || (counts === 0 && bounds === 0);
  return isWhole ? refusalOfBuckets(counts) : refusalReasons.bucketCounts;
}

export function refusalOfBuckets(buckets: number): RefusalReason | undefined {
  return buckets > MAX_BUCKETS ? refusalReasons.tooManyBuckets : undefined;
}
