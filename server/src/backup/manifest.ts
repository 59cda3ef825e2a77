// What is in a backup, sealed with a key of the ring: whoever changes a file or a line of this is found out.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { z } from 'zod';
import { hmacSha256, isSameText } from '../base/crypto/hmac.ts';
import { fingerprintOf, type KeyRing } from '../base/crypto/key-ring.ts';

export const MANIFEST_FILE = 'manifest.json';

const Rows = z.record(z.string(), z.int().min(0));

const Manifest = z.strictObject({
  format: z.literal(1),
  /** Version of the program that wrote it. */
  version: z.string(),
  /** All that was acknowledged before is in it. */
  markedAt: z.int(),
  /** Positions of the stream: the store has all up to the first; what follows up to the second is in the journal. */
  stored: z.string(),
  mark: z.string(),
  /** Of the ring, not of the master key: a change of that changes nothing here. */
  keyFingerprint: z.string(),
  /** What must be counted after a restore. */
  telemetryRows: Rows,
  metadataRows: Rows,
  files: z.array(
    z.strictObject({
      /** Below the directory of the backup, with forward slashes. */
      path: z.string().regex(/^(?!.*(^|\/)\.\.?(\/|$))[^/].*$/),
      sizeBytes: z.int().min(0),
      sha256: z.string(),
    }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;
export type BackedUpFile = Manifest['files'][number];

const Sealed = z.strictObject({ manifest: Manifest, seal: z.string() });

export function encodeManifest(manifest: Manifest, keys: KeyRing): string {
  return `${JSON.stringify({ manifest, seal: sealOf(manifest, keys) }, undefined, 1)}\n`;
}

/** Not checked: for a list of what there is. `undefined` for what is no manifest. */
export function peekManifest(text: string): Manifest | undefined {
  return parse(text)?.manifest;
}

/** `input-invalid` for what is not as it was written; `configuration-invalid` when another key sealed it. */
export function decodeManifest(text: string, keys: KeyRing): Result<Manifest> {
  const sealed = parse(text);
  if (!sealed) return failure('input-invalid', `${MANIFEST_FILE} is no manifest of a backup`);
  const { manifest, seal } = sealed;
  const own = fingerprintOf(keys);
  if (manifest.keyFingerprint !== own) {
    const text = `the backup was made with another key: its fingerprint is ${manifest.keyFingerprint}, that of yours ${own}`;
    return failure('configuration-invalid', text);
  }
  if (!isSameText(seal, sealOf(manifest, keys)))
    return failure('input-invalid', `${MANIFEST_FILE} is not as it was written: its seal does not hold`);
  return success(manifest);
}

function parse(text: string): z.infer<typeof Sealed> | undefined {
  try {
    return Sealed.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function sealOf(manifest: Manifest, keys: KeyRing): string {
  const key = keys.derive({ purpose: 'backup', tenant: '', part: '' });
  return hmacSha256(key, JSON.stringify(manifest), 'hex');
}
