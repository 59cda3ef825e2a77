export interface EntityOption {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** The options of a select of entities; of all but services the kind stands behind the name. */
export function EntityOptions({ items }: { items: readonly EntityOption[] }) {
  return items.map((item) => (
    <option key={item.id} value={item.id}>
      {item.name}
      {item.kind === 'service' ? '' : ` (${item.kind})`}
    </option>
  ));
}
