import type { Timestamp } from '@foreshock/model/time.ts';
import { NominatedWindows } from '../../components/nominated-windows.tsx';
import { useOperation } from '../../use-operation.ts';

/** What a language model pointed at in the last day, where a query confirmed it; nothing otherwise. */
export function SuggestedSection({ now }: { now: Timestamp }) {
  const { value } = useOperation('listNominations', { days: 1, limit: 5 });
  return value && value.items.length > 0 ? <NominatedWindows items={value.items} now={now} /> : null;
}
