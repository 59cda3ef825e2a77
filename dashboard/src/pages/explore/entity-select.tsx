import { EntityOptions } from '../../components/entity-options.tsx';
import { useOperation } from '../../use-operation.ts';
import styles from './explore.module.css';

interface EntitySelectProps {
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

export function EntitySelect({ chosen, onChoose }: EntitySelectProps) {
  const entities = useOperation('listEntities', {});
  const items = entities.value?.items ?? [];
  const known = chosen === undefined || items.some((item) => item.id === chosen);
  return (
    <select
      className={styles.select}
      aria-label="Entity"
      value={chosen ?? ''}
      onChange={(event) => onChoose(event.target.value || undefined)}
    >
      <option value="">all entities</option>
      {!known && <option value={chosen}>{chosen}</option>}
      <EntityOptions items={items} />
    </select>
  );
}
