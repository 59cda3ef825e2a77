import type { Catalog, OperationName } from '@foreshock/contract/catalog.ts';
import type { Client } from '@foreshock/contract/client.ts';
import { ProblemError } from '@foreshock/contract/client.ts';
import type { InputOf, OutputOf } from '@foreshock/contract/operation.ts';
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import type { Answer, Fault } from './answer.ts';

export const ClientContext = createContext<Client | undefined>(undefined);

/** For what is more than one question, such as a file to take along. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error('no client around this page');
  return client;
}

export interface OperationOptions {
  /** False holds the question back until its input is known. */
  readonly when?: boolean;
  /** Keeps the last value on screen while a changed question is asked. */
  readonly keepPrevious?: boolean;
}

/** Asks one question of the catalog; asked again when an event says that the answer may have changed. */
export function useOperation<Name extends OperationName>(
  name: Name,
  input: InputOf<Catalog[Name]>,
  options: OperationOptions = {},
): Answer<OutputOf<Catalog[Name]>> {
  const client = useClient();
  const queries = useQueryClient();
  const key = [name, input];
  const query = useQuery<OutputOf<Catalog[Name]>>({
    queryKey: key,
    queryFn: ({ signal }) => client(name, input, signal),
    enabled: options.when ?? true,
    // The typed placeholder of the library cannot follow a generic output.
    ...(options.keepPrevious && { placeholderData: keepPreviousData as never }),
  });
  return {
    value: query.data,
    fault: query.error ? faultOf(query.error) : undefined,
    asOf: query.dataUpdatedAt || undefined,
    asking: query.isFetching,
    askAgain: () => void query.refetch(),
    cancel: () => void queries.cancelQueries({ queryKey: key }),
  };
}

export interface Command<Name extends OperationName> {
  send(input: InputOf<Catalog[Name]>): void;
  readonly sending: boolean;
  readonly fault: Fault | undefined;
  readonly result: OutputOf<Catalog[Name]> | undefined;
}

/** Sends one command; what it may have changed is asked again afterwards. */
export function useCommand<Name extends OperationName>(
  name: Name,
  changes: readonly OperationName[],
  onDone?: (result: OutputOf<Catalog[Name]>) => void,
): Command<Name> {
  const client = useClient();
  const queries = useQueryClient();
  const mutation = useMutation<OutputOf<Catalog[Name]>, Error, InputOf<Catalog[Name]>>({
    mutationFn: (input) => client(name, input),
    onSuccess: (result) => {
      for (const changed of changes) void queries.invalidateQueries({ queryKey: [changed] });
      onDone?.(result);
    },
  });
  return {
    send: (input) => mutation.mutate(input),
    sending: mutation.isPending,
    fault: mutation.error ? faultOf(mutation.error) : undefined,
    result: mutation.data,
  };
}

export function faultOf(error: unknown): Fault {
  if (error instanceof ProblemError) {
    const { detail, status, code, reference, retryable } = error.problem;
    return { message: detail, status, code, retryable, ...(reference !== undefined && { reference }) };
  }
  return { message: 'the server cannot be reached', status: 0, code: 'unreachable', retryable: true };
}

export interface PagedAnswer<T> extends Answer<readonly T[]> {
  /** Asks for the next page; absent when there is none. */
  readonly more: (() => void) | undefined;
}

/** The operations that answer page by page. */
type PagedName = {
  [Name in OperationName]: OutputOf<Catalog[Name]> extends { items: readonly unknown[]; next: string | null }
    ? Name
    : never;
}[OperationName];

export type ItemOf<Name extends PagedName> =
  OutputOf<Catalog[Name]> extends { items: readonly (infer T)[] } ? T : never;

/** Asks page after page of one question; earlier pages stay. */
export function useOperationPages<Name extends PagedName>(
  name: Name,
  input: InputOf<Catalog[Name]>,
): PagedAnswer<ItemOf<Name>> {
  const client = useClient();
  const queries = useQueryClient();
  const key = [name, input, 'pages'];
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ signal, pageParam }) => client(name, { ...input, ...(pageParam && { cursor: pageParam }) }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  return {
    // The mapped type above promises the items; the generic output hides them from the compiler.
    value: query.data?.pages.flatMap((part) => part.items as ItemOf<Name>[]),
    fault: query.error ? faultOf(query.error) : undefined,
    asOf: query.dataUpdatedAt || undefined,
    asking: query.isFetching,
    askAgain: () => void query.refetch(),
    cancel: () => void queries.cancelQueries({ queryKey: key }),
    more: query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined,
  };
}
