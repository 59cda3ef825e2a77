import { type MessageTable, skipField } from './message-tables.ts';
import type { SourceTable } from './source-table.ts';
import type { WireReader } from './wire.ts';

/** What a decoder does with the content of the groups. */
export interface GroupContent {
  readonly requestTable: MessageTable;
  readonly resourceTable: MessageTable;
  readonly scopeTable: MessageTable;
  /** Reads one record, or one metric, the reader standing before its length. */
  read(): void;
  /** How many were read and kept so far. */
  count(): number;
  /** Everything kept from `from` on comes from `source`. */
  assignSource(from: number, source: number): void;
}

const NOT_SENT = -1;
/** The three fields of ResourceLogs, ScopeLogs and their like in the other signals. */
const OWNER = 0x0a;
const CONTENT = 0x12;
const SCHEMA_URL = 0x1a;

/** Walks request, resources and scopes, alike in all signals. The order of fields does not matter. */
export function walkGroups(reader: WireReader, sources: SourceTable, content: GroupContent): void {
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    if (tag !== OWNER) {
      skipField(reader, tag, content.requestTable);
      continue;
    }
    const outer = reader.enter();
    walkResource(reader, sources, content);
    reader.leave(outer);
  }
}

/** The resource may come behind its records: it is looked for first, stepping over the scopes. */
function walkResource(reader: WireReader, sources: SourceTable, content: GroupContent): void {
  const start = reader.at;
  const end = reader.limit;
  let resource = NOT_SENT;
  let url = NOT_SENT;
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    if (tag === OWNER) resource = sources.readResource();
    else if (tag === SCHEMA_URL) url = sources.readUrl();
    else if (tag === CONTENT) reader.skip(tag);
    else skipField(reader, tag, content.resourceTable);
  }
  reader.visit(start, end);
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    if (tag !== CONTENT) {
      reader.skip(tag);
      continue;
    }
    const outer = reader.enter();
    walkScope(reader, sources, content, resource, url);
    reader.leave(outer);
  }
}

function walkScope(
  reader: WireReader,
  sources: SourceTable,
  content: GroupContent,
  resource: number,
  resourceUrl: number,
): void {
  const from = content.count();
  let scope = NOT_SENT;
  let url = NOT_SENT;
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    if (tag === CONTENT) content.read();
    else if (tag === OWNER) scope = sources.readScope();
    else if (tag === SCHEMA_URL) url = sources.readUrl();
    else skipField(reader, tag, content.scopeTable);
  }
  if (content.count() > from) content.assignSource(from, sources.sourceOf(resource, resourceUrl, scope, url));
}
