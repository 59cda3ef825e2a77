import type { Odds } from '@foreshock/model/prediction.ts';
import { percentRangeWords, percentWords } from '../words/odds-words.ts';
import styles from './chart.module.css';
import { layOutVernier } from './vernier-geometry.ts';

export interface OddsMarkProps {
  /** A probability is drawn only where the display is `percent`. */
  readonly odds: Pick<Odds, 'display' | 'band'> & {
    readonly probability: number | undefined;
    readonly low: number | undefined;
    readonly high: number | undefined;
  };
  readonly width: number;
  /** With numbers under the scale. */
  readonly large?: boolean;
  /** The data ran dry: a dashed needle over a hatch. */
  readonly frozen?: boolean;
}

/** Odds as they were earned: a vernier, three steps, or a hatch. A deadline shows its date in words and no mark. */
export function OddsMark({ odds, width, large = false, frozen = false }: OddsMarkProps) {
  if (odds.display === 'date') return null;
  if (odds.display === 'percent' && odds.probability !== undefined) {
    const { probability, low = probability, high = probability } = odds;
    return <VernierMark probability={probability} low={low} high={high} width={width} large={large} frozen={frozen} />;
  }
  if (odds.display === 'band') return <BandMark band={odds.band} width={width} />;
  return (
    <svg width={width} height={12} className={styles.svg} role="img" aria-label="odds not known yet">
      <Hatch id="odds-none" />
      <rect width={width} height={10} y={1} fill="url(#odds-none)" />
    </svg>
  );
}

interface VernierMarkProps {
  readonly probability: number;
  readonly low: number;
  readonly high: number;
  readonly width: number;
  readonly large: boolean;
  readonly frozen: boolean;
}

function VernierMark({ probability, low, high, width, large, frozen }: VernierMarkProps) {
  const vernier = layOutVernier(probability, low, high, width, large);
  const base = large ? 20 : 16;
  return (
    <svg
      width={width}
      height={large ? 38 : 19}
      className={styles.svg}
      role="img"
      aria-label={`${percentWords(probability)}, range ${percentRangeWords(low, high)}${frozen ? ', frozen' : ''}`}
    >
      {frozen ? (
        <>
          <Hatch id="odds-frozen" />
          <rect y={base - 12} width={width} height={12} fill="url(#odds-frozen)" />
        </>
      ) : (
        vernier.strips.map((strip) => (
          <rect
            key={strip.x}
            x={strip.x}
            y={base - 11}
            width={strip.width}
            height={11}
            fill="var(--coming)"
            opacity={0.13}
          />
        ))
      )}
      <path
        d={vernier.ticks.map((tick) => `M${tick.x} ${base}v${-tick.length}`).join('')}
        stroke="var(--ink-3)"
        strokeWidth={1}
      />
      <path d={`M0 ${base}H${width}`} stroke="var(--ink-3)" strokeWidth={1} />
      <path
        d={`M${vernier.needle} ${base + (large ? 4 : 2)}V${base - (large ? 18 : 14)}`}
        stroke={frozen ? 'var(--ink)' : 'var(--coming)'}
        strokeWidth={large ? 3 : 2.5}
        strokeDasharray={frozen ? '3 2' : undefined}
      />
      {large && (
        <>
          <text x={0} y={36}>
            0
          </text>
          <text x={width / 2} y={36} textAnchor="middle">
            50
          </text>
          <text x={width} y={36} textAnchor="end">
            100 %
          </text>
        </>
      )}
    </svg>
  );
}

const bands = ['low', 'raised', 'high'] as const;

function BandMark({ band, width }: { band: (typeof bands)[number]; width: number }) {
  const step = (width - 2) / 3;
  return (
    <svg
      width={width}
      height={18}
      className={styles.svg}
      role="img"
      aria-label={`${band}: a rank, no percent earned yet`}
    >
      {bands.map((name, i) => (
        <rect
          key={name}
          x={1 + i * step}
          y={11 - i * 4}
          width={step}
          height={6 + i * 4}
          fill={name === band ? 'var(--coming)' : 'none'}
          stroke={name === band ? 'var(--coming)' : 'var(--ink-4)'}
          strokeWidth={1}
        />
      ))}
    </svg>
  );
}

/** The hatch that means: no data, or not known. */
export function Hatch({ id }: { id: string }) {
  return (
    <defs>
      <pattern id={id} width={5} height={5} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <path d="M0 0V5" stroke="var(--ink-4)" strokeWidth={1.4} />
      </pattern>
    </defs>
  );
}
