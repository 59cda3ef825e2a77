import type { Attributes } from '@foreshock/model/attributes.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';

/**
 * The other end of each span: of a server span its caller, of a client span its callee; empty when unknown.
 * `recent` remembers the entity and parent of spans of earlier requests, for traces whose services export apart.
 */
export function peersOfSpans(
  columns: SpanColumns,
  entityOfSource: readonly EntityId[],
  attributesOf: (row: number) => Attributes,
  recent: RecentSpans,
  resolvePeer: (caller: EntityId, address: string) => EntityId,
): (EntityId | '')[] {
  const peers: (EntityId | '')[] = new Array<EntityId | ''>(columns.count).fill('');
  const calleeOfParent = new Map<string, EntityId>();
  for (let row = 0; row < columns.count; row++) {
    const entity = entityOfSource[columns.source[row]!]!;
    recent.remember(spanKey(columns.spanId, row), entity);
    const parent = spanKey(columns.parentSpanId, row);
    if (parent !== NO_SPAN && isReceiving(columns.kind[row]!)) calleeOfParent.set(parent, entity);
  }
  for (let row = 0; row < columns.count; row++) {
    const entity = entityOfSource[columns.source[row]!]!;
    const kind = columns.kind[row]!;
    if (isReceiving(kind)) {
      const caller = recent.find(spanKey(columns.parentSpanId, row));
      if (caller && caller !== entity) peers[row] = caller;
    } else if (isCalling(kind)) {
      const callee = calleeOfParent.get(spanKey(columns.spanId, row));
      if (callee && callee !== entity) peers[row] = callee;
      else peers[row] = peerByAddress(entity, attributesOf(row), resolvePeer);
    }
  }
  return peers;
}

/** In order of how directly they name the callee; the first that is present counts. */
const PEER_KEYS = [
  'service.peer.name',
  'peer.service',
  'server.address',
  'net.peer.name',
  'messaging.destination.name',
  'db.system.name',
  'db.system',
] as const;

function peerByAddress(
  entity: EntityId,
  attributes: Attributes,
  resolvePeer: (caller: EntityId, address: string) => EntityId,
): EntityId | '' {
  for (const key of PEER_KEYS) {
    const address = attributes.get(key);
    if (!address) continue;
    const peer = resolvePeer(entity, address);
    return peer === entity ? '' : peer;
  }
  return '';
}

const SERVER = 2;
const CLIENT = 3;
const PRODUCER = 4;
const CONSUMER = 5;

function isReceiving(kind: number): boolean {
  return kind === SERVER || kind === CONSUMER;
}

function isCalling(kind: number): boolean {
  return kind === CLIENT || kind === PRODUCER;
}

export const NO_SPAN = '0,0';

/** Eight bytes as two numbers in text: cheaper than hex and as unique. */
export function spanKey(ids: Uint8Array, row: number): string {
  const at = row * 8;
  const high = ((ids[at]! << 24) | (ids[at + 1]! << 16) | (ids[at + 2]! << 8) | ids[at + 3]!) >>> 0;
  const low = ((ids[at + 4]! << 24) | (ids[at + 5]! << 16) | (ids[at + 6]! << 8) | ids[at + 7]!) >>> 0;
  return `${high},${low}`;
}

export interface RecentSpans {
  remember(span: string, entity: EntityId): void;
  find(span: string): EntityId | undefined;
}

/** Two generations of at most `capacity` spans each: the older one is dropped whole, which costs nothing per span. */
export function createRecentSpans(capacity = 50_000): RecentSpans {
  let young = new Map<string, EntityId>();
  let old = new Map<string, EntityId>();
  return {
    remember(span, entity) {
      if (young.size >= capacity) {
        old = young;
        young = new Map();
      }
      young.set(span, entity);
    },
    find: (span) => young.get(span) ?? old.get(span),
  };
}
