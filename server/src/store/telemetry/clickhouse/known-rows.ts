import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { SourceOfDay } from './rows/source-rows.ts';

/** Entries before the memory starts anew; a forgotten row is only written once more. */
const MOST_ENTRIES = 200_000;

/** Which sources and series of a tenant are in the store already, so that not every append repeats them. */
export interface KnownRows {
  newSources(sources: readonly SourceOfDay[]): readonly SourceOfDay[];
  newSeries(series: readonly Series[]): readonly Series[];
  /** After they were written. */
  remember(sources: readonly SourceOfDay[], series: readonly Series[]): void;
  /** After rows were deleted. */
  forget(): void;
}

export function createKnownRows(): KnownRows {
  const sources = new Set<string>();
  const series = new Set<SeriesId>();
  const keyOf = (entry: SourceOfDay): string => `${entry.day} ${entry.id}`;

  return {
    newSources: (entries) => {
      const fresh = new Map<string, SourceOfDay>();
      for (const entry of entries) {
        const key = keyOf(entry);
        if (!sources.has(key)) fresh.set(key, entry);
      }
      return [...fresh.values()];
    },
    newSeries: (entries) => entries.filter((entry) => !series.has(entry.id)),
    remember: (newSources, newSeries) => {
      if (sources.size > MOST_ENTRIES) sources.clear();
      if (series.size > MOST_ENTRIES) series.clear();
      for (const entry of newSources) sources.add(keyOf(entry));
      for (const entry of newSeries) series.add(entry.id);
    },
    forget: () => {
      sources.clear();
      series.clear();
    },
  };
}
