import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';

/** The query part of an address: what a link should reopen. Plain strings, so that people can read and change it. */
export type UrlSearch = Readonly<Record<string, string | undefined>>;

export function parseSearch(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** Without empty values; keys in the order given. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}`;
}

export interface UrlState {
  readonly search: UrlSearch;
  /** Keys set to `undefined` or to an empty text leave the address. `step` makes a new entry in the history. */
  change(part: UrlSearch, way?: 'replace' | 'step'): void;
}

export function useUrlState(): UrlState {
  const search = useSearch({ strict: false }) as UrlSearch;
  const navigate = useNavigate();
  const change = useCallback(
    (part: UrlSearch, way: 'replace' | 'step' = 'replace') => {
      void navigate({
        to: '.',
        search: (before: object) => ({ ...before, ...part }) as never,
        replace: way === 'replace',
        resetScroll: false,
      });
    },
    [navigate],
  );
  return useMemo(() => ({ search, change }), [search, change]);
}

/** Goes to a path of ours, query included. */
export function useGo(): (path: string) => void {
  const router = useRouter();
  return useCallback((path: string) => router.history.push(path), [router]);
}
