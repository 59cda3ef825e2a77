import { useState } from 'react';
import { useKeys } from '../use-keys.ts';

/** `j` and `k` walk through rows, Enter opens the one that is selected; a pointer may select one too. */
export function useRowKeys(
  ids: readonly string[],
  open: (id: string) => void,
): { readonly selected: string | undefined; readonly select: (id: string) => void } {
  const [selected, setSelected] = useState<string | undefined>();
  const at = selected === undefined ? -1 : ids.indexOf(selected);
  const go = (to: number) => {
    const id = ids[Math.max(0, Math.min(ids.length - 1, to))];
    if (id !== undefined) setSelected(id);
  };
  useKeys({
    j: () => go(at + 1),
    k: () => go(at - 1),
    Enter: at >= 0 ? () => open(ids[at]!) : undefined,
  });
  return { selected: at >= 0 ? selected : undefined, select: setSelected };
}
