import type { Client } from '@foreshock/contract/client.ts';

/** How often each `test.number` is in the store, read page by page. */
export async function storedNumbers(client: Client): Promise<Map<number, number>> {
  const counts = new Map<number, number>();
  let cursor: string | undefined;
  do {
    const page = await client('searchLogs', {
      last: 'PT2H',
      filters: [{ field: 'attributes.test.number', operator: 'exists', value: '' }],
      limit: 1000,
      order: 'oldest',
      ...(cursor !== undefined && { cursor }),
    });
    for (const { attributes } of page.items) {
      const number = Number(attributes.find(({ key }) => key === 'test.number')!.value);
      counts.set(number, (counts.get(number) ?? 0) + 1);
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return counts;
}

/** Numbers that are missing, and numbers that are there more than once. */
export function wrongNumbers(
  acknowledged: readonly number[],
  stored: ReadonlyMap<number, number>,
): { readonly missing: number[]; readonly doubled: number[] } {
  return {
    missing: acknowledged.filter((number) => !stored.has(number)),
    doubled: [...stored].filter(([, count]) => count > 1).map(([number]) => number),
  };
}
