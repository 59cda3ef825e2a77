import { withoutIds } from '@foreshock/model/wording/operation-name.ts';

/** More operations than this in one entity share the name `other`: a span name may hold an id that we do not know. */
const MAX_OPERATIONS = 200;

export interface OperationNames {
  /** The name of a span with its ids replaced: `GET /user/123` is `GET /user/<ID>`. */
  name(entity: string, spanName: string): string;
}

/** Counts names per entity; lives as long as the process. */
export function createOperationNames(): OperationNames {
  const seen = new Map<string, Map<string, string>>();
  const sizes = new Map<string, Set<string>>();
  return {
    name(entity, spanName) {
      let names = seen.get(entity);
      if (!names) {
        names = new Map();
        seen.set(entity, names);
        sizes.set(entity, new Set());
      }
      const known = names.get(spanName);
      if (known) return known;
      const distinct = sizes.get(entity)!;
      const general = withoutIds(spanName);
      const named = distinct.has(general) || distinct.size < MAX_OPERATIONS ? general : 'other';
      distinct.add(named);
      // Names that hold ids are too many to remember each.
      if (general === spanName) names.set(spanName, named);
      return named;
    },
  };
}
