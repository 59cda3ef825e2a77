import { expect, test } from 'vitest';
import { createKeyRing, fingerprintOf } from '../base/crypto/key-ring.ts';
import { decodeManifest, encodeManifest, type Manifest, peekManifest } from './manifest.ts';

const keys = createKeyRing(new Uint8Array(32).fill(7));
const manifest: Manifest = {
  format: 1,
  version: '0.1.0',
  markedAt: 1_764_262_980_000,
  stored: '00000000000050',
  mark: '00000000000060',
  keyFingerprint: fingerprintOf(keys),
  telemetryRows: { 't_demo.logs': 3 },
  metadataRows: { ledger: 2 },
  files: [{ path: 'telemetry/t_demo.tar', sizeBytes: 10, sha256: 'ab'.repeat(32) }],
};

function withFile(path: string): Manifest {
  return { ...manifest, files: [{ path, sizeBytes: 1, sha256: '' }] };
}

test('a manifest comes back as it was written', () => {
  expect(decodeManifest(encodeManifest(manifest, keys), keys)).toEqual({ ok: true, value: manifest });
});

test('any other character is found out', () => {
  const text = encodeManifest(manifest, keys);
  for (const [from, to] of [
    ['"t_demo.logs": 3', '"t_demo.logs": 2'],
    ['telemetry/t_demo.tar', 'telemetry/t_other.tar'],
    [manifest.mark, '00000000000061'],
    ['"sizeBytes": 10', '"sizeBytes": 11'],
    ['"seal": "', '"seal": "0'],
  ] as const) {
    expect(text).toContain(from);
    expect(decodeManifest(text.replace(from, to), keys), from).toMatchObject({ ok: false });
  }
});

test('under another key it says whose it is', () => {
  const other = createKeyRing(new Uint8Array(32).fill(8));
  const refused = decodeManifest(encodeManifest(manifest, keys), other);
  expect(refused).toMatchObject({ ok: false, error: { code: 'configuration-invalid' } });
  expect(refused.ok ? '' : refused.error.message).toContain(fingerprintOf(keys));
});

test('no file of it lies outside of the backup', () => {
  for (const path of ['../x', 'a/../../x', '/etc/passwd', '..', './x', '']) {
    expect(peekManifest(encodeManifest(withFile(path), keys)), path).toBeUndefined();
  }
  for (const path of ['a', 'a/b..c', '.hidden/x']) {
    expect(peekManifest(encodeManifest(withFile(path), keys)), path).toBeDefined();
  }
});

test('what is no manifest is refused', () => {
  for (const text of ['', '{}', 'null', '{"manifest":1}']) {
    expect(decodeManifest(text, keys), text).toMatchObject({ ok: false, error: { code: 'input-invalid' } });
  }
});
