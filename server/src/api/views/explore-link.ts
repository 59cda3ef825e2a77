import type { EvidenceQuery } from '@foreshock/model/evidence.ts';
import { formatTime, HOUR, type TimeRange } from '@foreshock/model/time.ts';

/** The dashboard path that opens the data of a query, with an hour before it to compare with. */
export function exploreLink(query: EvidenceQuery): string {
  switch (query.kind) {
    case 'series':
      return `/explore/metrics?${search(query.range, { series: query.series })}`;
    case 'spans': {
      const operation = query.operation === undefined ? {} : { q: `operation="${query.operation}"` };
      return `/explore/traces?${search(query.range, { entity: query.entity, ...operation })}`;
    }
    case 'template':
      return `/explore/logs?${search(query.range, { q: `entity=${query.entity} template=${query.template}` })}`;
    case 'events':
      return `/explore/logs?${search(query.range, { q: `entity=${query.entity}` })}`;
    case 'changes':
      return `/map?${search(query.range, { entity: query.entity })}`;
  }
}

function search(range: TimeRange, values: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ from: formatTime(range.from - HOUR), to: formatTime(range.to), ...values }).toString();
}
