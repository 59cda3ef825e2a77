/** What a file of configuration made or took over, said where somebody might change it by hand. */
import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import content from './components/content.module.css';
import { useOperation } from './use-operation.ts';

type Owned = OutputOf<Catalog['getConfigOwnership']>['owned'][number];

/** In a list: under the name, or after `before` in a sentence. Nothing for what no file names. */
export function FileMark({ before = '', ...one }: Owned & { readonly before?: string }) {
  return useIsOwned(one) ? <span>{before}kept in a file</span> : null;
}

/** In a dialog: what becomes of a change. Nothing for what no file names. */
export function FileNote(one: Owned) {
  if (!useIsOwned(one)) return null;
  return (
    <p className={content.note}>
      This is kept in a file. You can change or delete it here at once; the next <code>config apply</code> of that file
      makes it again as the file says. To change it for good, change the file.
    </p>
  );
}

function useIsOwned({ kind, id }: Owned): boolean {
  const ownership = useOperation('getConfigOwnership', {});
  return ownership.value?.owned.some((one) => one.kind === kind && one.id === id) ?? false;
}
