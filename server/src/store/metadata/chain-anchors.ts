// Heads of the chains as they were seen, in files beside the database: who cuts or rewrites rows in the store alone is
// found out. Each file is sealed with a key that the store does not hold, and replaced as a whole.
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, HOUR, type Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import { createKeyedHash } from '../../base/crypto/keyed-hash.ts';
import { readFileIfAny, replaceFile } from '../../base/durable-file.ts';
import type { ChainHead, ChainName } from './hash-chain.ts';

export interface ChainAnchor extends ChainHead {
  readonly notedAt: Timestamp;
}

export interface KeptAnchors {
  /** Oldest first. */
  readonly anchors: readonly ChainAnchor[];
  /** The file is there but its seal is not ours: then nothing in it is believed. */
  readonly broken: boolean;
}

export interface ChainAnchors {
  read(tenant: TenantId, chain: ChainName): Promise<KeptAnchors>;
  /** Resolves when the disk has it. One at a time. A file with a broken seal is left as it is, for whoever looks into it. */
  note(tenant: TenantId, chain: ChainName, head: ChainHead, now: Timestamp): Promise<void>;
}

const AnchorFile = z.object({
  anchors: z.array(z.object({ sequence: z.int(), hash: z.string(), notedAt: z.int() })),
  seal: z.string(),
});

/** `keyOf` gives 32 bytes for a tenant. */
export function createChainAnchors(directory: string, keyOf: (tenant: TenantId) => Uint8Array): ChainAnchors {
  const pathOf = (tenant: TenantId, chain: ChainName): string => join(directory, `${tenant}.${chain}.json`);
  const seal = (tenant: TenantId, chain: ChainName, anchors: readonly ChainAnchor[]): string => {
    const sealed = anchors.map(({ sequence, hash, notedAt }) => [sequence, hash, notedAt]);
    return createKeyedHash(keyOf(tenant))(JSON.stringify([chain, tenant, sealed]));
  };
  const read = async (tenant: TenantId, chain: ChainName): Promise<KeptAnchors> => {
    const bytes = await readFileIfAny(pathOf(tenant, chain));
    if (bytes === undefined) return { anchors: [], broken: false };
    const file = parse(bytes.toString('utf8'));
    if (file === undefined || file.seal !== seal(tenant, chain, file.anchors)) return { anchors: [], broken: true };
    return { anchors: file.anchors, broken: false };
  };
  return {
    read,
    async note(tenant, chain, head, now) {
      const { anchors, broken } = await read(tenant, chain);
      const last = anchors.at(-1);
      // An older head would hide what was cut since.
      if (broken || (last !== undefined && head.sequence <= last.sequence)) return;
      const kept = thin([...anchors, { sequence: head.sequence, hash: head.hash, notedAt: now }], now);
      const path = pathOf(tenant, chain);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await replaceFile(path, `${JSON.stringify({ anchors: kept, seal: seal(tenant, chain, kept) })}\n`);
    },
  };
}

/** The newest, the last one of each hour of a day, and of each day before. */
function thin(anchors: readonly ChainAnchor[], now: Timestamp): ChainAnchor[] {
  const spanOf = (anchor: ChainAnchor): string => {
    const step = now - anchor.notedAt < DAY ? HOUR : DAY;
    return `${step} ${Math.floor(anchor.notedAt / step)}`;
  };
  return anchors.filter((anchor, index) => {
    const next = anchors[index + 1];
    return next === undefined || spanOf(next) !== spanOf(anchor);
  });
}

function parse(text: string): z.infer<typeof AnchorFile> | undefined {
  try {
    return AnchorFile.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
