import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { QuarantineId } from '@foreshock/model/quarantine.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { hashId, sha256Hex } from '../../base/crypto/digest.ts';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { replaceFile, syncDirectory } from '../../base/durable-file.ts';
import type { Logger } from '../../base/logger.ts';
import type { Delivery, ReceivedRequest } from '../../stream/telemetry-stream.ts';
import {
  decodeEntry,
  decodeQuarantineFile,
  encodeQuarantineFile,
  entryEnd,
  FILE_HEADER_BYTES,
  type QuarantineEntry,
} from './quarantine-file.ts';

export interface QuarantineOptions {
  /** Made when absent. Of one process at a time. */
  readonly directory: string;
  readonly keys: KeyRing;
  readonly logger: Logger;
  /** Of bodies, together. A project may hold half of it, so that it cannot take the room of the others. */
  readonly maxBytes: number;
}

export type NewEntry = Pick<QuarantineEntry, 'setAsideAt' | 'reason' | 'records' | 'missing'>;

/** Requests that were set aside. What a promise of it resolved for survives a crash. */
export interface Quarantine {
  readonly maxBytesOfTenant: number;
  /** False when there is no room: then nothing is kept. The same delivery again replaces what is there. */
  add(delivery: Delivery, entry: NewEntry): Promise<boolean>;
  /** Oldest first. */
  list(tenant?: TenantId): readonly QuarantineEntry[];
  find(id: string): QuarantineEntry | undefined;
  /** The entry of a delivery, if it was set aside. */
  findDelivery(delivery: Delivery): QuarantineEntry | undefined;
  /** The request as it was received; `undefined` when the file is gone, damaged, or was sealed with another key. */
  read(id: QuarantineId): Promise<ReceivedRequest | undefined>;
  /** After it was tried again in vain. */
  update(id: QuarantineId, change: Pick<QuarantineEntry, 'reason' | 'retries' | 'missing'>): Promise<void>;
  remove(id: QuarantineId): Promise<void>;
  listBefore(setAside: Timestamp): readonly QuarantineEntry[];
}

const SUFFIX = '.sealed';

export async function openQuarantine(options: QuarantineOptions): Promise<Quarantine> {
  const { directory, keys, logger, maxBytes } = options;
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const entries = await readEntries(directory, logger);
  const pathOf = (id: QuarantineId): string => join(directory, `${id}${SUFFIX}`);

  const maxBytesOfTenant = Math.floor(maxBytes / 2);

  const hasRoom = (entry: QuarantineEntry): boolean => {
    let all = entry.sizeBytes;
    let own = entry.sizeBytes;
    for (const other of entries.values()) {
      if (other.id === entry.id) continue;
      all += other.sizeBytes;
      if (other.tenant === entry.tenant) own += other.sizeBytes;
    }
    return all <= maxBytes && own <= maxBytesOfTenant;
  };

  const read = async (id: QuarantineId): Promise<ReceivedRequest | undefined> => {
    try {
      return decodeQuarantineFile(await readFile(pathOf(id)), keys);
    } catch (error) {
      logger.error('quarantined request not read', { id, error });
      return undefined;
    }
  };

  return {
    maxBytesOfTenant,
    async add(delivery, entry) {
      const { tenant, signal, format, encoding, receivedAt, refused, body } = delivery.request;
      const whole: QuarantineEntry = {
        id: idOf(delivery),
        ...{ tenant, signal, format, encoding, receivedAt, refused, position: delivery.position },
        sizeBytes: body.length,
        hash: sha256Hex(body),
        retries: 0,
        ...entry,
      };
      if (!hasRoom(whole)) return false;
      await replaceFile(pathOf(whole.id), encodeQuarantineFile(whole, body, keys));
      entries.set(whole.id, whole);
      return true;
    },
    list: (tenant) => [...entries.values()].filter((entry) => tenant === undefined || entry.tenant === tenant),
    find: (id) => entries.get(id),
    findDelivery: (delivery) => (entries.size === 0 ? undefined : entries.get(idOf(delivery))),
    read,
    async update(id, change) {
      const before = entries.get(id);
      const request = await read(id);
      if (!before || !request) return;
      const { missing: _, ...rest } = before;
      const entry = { ...rest, ...change };
      await replaceFile(pathOf(id), encodeQuarantineFile(entry, request.body, keys));
      entries.set(id, entry);
    },
    async remove(id) {
      await rm(pathOf(id), { force: true });
      await syncDirectory(directory);
      entries.delete(id);
    },
    listBefore: (setAside) => [...entries.values()].filter((entry) => entry.setAsideAt < setAside),
  };
}

/** With its content, because another journal may begin with the same positions. */
function idOf({ position, request }: Delivery): QuarantineId {
  return hashId('qrt_', request.tenant, position, sha256Hex(request.body)) as QuarantineId;
}

async function readEntries(directory: string, logger: Logger): Promise<Map<string, QuarantineEntry>> {
  const found: QuarantineEntry[] = [];
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    // A write that a crash cut off: what it would have replaced is still there.
    if (name.endsWith('.new')) await rm(path);
    if (!name.endsWith(SUFFIX)) continue;
    const entry = await readEntry(path);
    if (entry) found.push(entry);
    else logger.error('quarantined request not readable', { file: name });
  }
  found.sort((a, b) => a.setAsideAt - b.setAsideAt);
  return new Map(found.map((entry) => [entry.id, entry]));
}

async function readEntry(path: string): Promise<QuarantineEntry | undefined> {
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(FILE_HEADER_BYTES);
    await file.read(header, 0, header.length, 0);
    const end = entryEnd(header);
    if (end === undefined) return undefined;
    const bytes = Buffer.alloc(end);
    const { bytesRead } = await file.read(bytes, 0, end, 0);
    return bytesRead === end ? decodeEntry(bytes) : undefined;
  } finally {
    await file.close();
  }
}
