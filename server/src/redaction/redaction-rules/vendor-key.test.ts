import { expect, test } from 'vitest';
import { found, secretOf } from './findings.test-support.ts';
import { keyForms, markedKey, vendorKey } from './vendor-key.ts';

const letters = 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7'.repeat(10);
const hex = '0a1b2c3d4e5f60718293a4b5c6d7e8f9'.repeat(4);

const samples: readonly string[] = [
  secretOf('AK', 'IA', 'IOSFODNN7EXAMPLE'),
  secretOf('AS', 'IA', 'Y34FZKBOKMUTVV7A'),
  secretOf('AI', 'za', letters.slice(0, 35)),
  secretOf('gh', 'p_', letters.slice(0, 36)),
  secretOf('github', '_pat_', letters.slice(0, 22), '_', letters.slice(0, 59)),
  secretOf('gl', 'pat-', letters.slice(0, 20)),
  secretOf('xo', 'xb-', '123456789012-1234567890123-', letters.slice(0, 24)),
  secretOf('hooks.slack', '.com/services/', 'T0AAAAAAA/B0BBBBBBB/', letters.slice(0, 24)),
  secretOf('sk', '_live_', letters.slice(0, 24)),
  secretOf('S', 'K', hex.slice(0, 32)),
  secretOf('S', 'G.', letters.slice(0, 22), '.', letters.slice(0, 43)),
  secretOf('np', 'm_', letters.slice(0, 36)),
  secretOf('py', 'pi-', letters.slice(0, 60)),
  secretOf('sk', '-ant-', letters.slice(0, 60)),
  secretOf('sk', '-', letters.slice(0, 48)),
  secretOf('h', 'f_', letters.slice(0, 34)),
  secretOf('hv', 's.', letters.slice(0, 24)),
  secretOf('gl', 'sa_', letters.slice(0, 32), '_', hex.slice(0, 8)),
  secretOf('NR', 'AK-', letters.slice(0, 27)),
];

test('a key of each vendor is found, by itself, in quotes, behind escapes and in a path', () => {
  for (const key of samples)
    for (const text of [key, `"${key}"`, `\\n${key} `, `q=%22${key}`, `/x/${key}/y`])
      expect(found(vendorKey, text), text).toEqual([key]);
});

test('no key is taken out of the middle of a word, nor a word that only begins like one', () => {
  const texts = [
    'github_pattern',
    'npm_config_cache',
    'skip-this-one',
    'hf_hub',
    'SKU-1234',
    'AKIA',
    'sk-learn',
    'task-12345678901234567890123456789012',
    'AIzawa',
    'disconnected from discord.com/api',
  ];
  for (const text of texts) expect(found(vendorKey, text), text).toEqual([]);
});

test('the signature of a shared access URL goes and its name stays', () => {
  const signature = `${letters.slice(0, 43)}%3D`;
  expect(found(vendorKey, `https://a.blob.example/x?sv=1&sig=${signature}`)).toEqual([signature]);
});

test('keys of bots and applications with a mark inside', () => {
  const bot = secretOf('123456789', ':AA', letters.slice(0, 33));
  expect(found(markedKey, `bot${''} ${bot} x`)).toEqual([bot]);
  const entra = secretOf('abc8', 'Q~', letters.slice(0, 34));
  expect(found(markedKey, `secret is ${entra}`)).toEqual([entra]);
});

test('no form can be made to look back over what it has read', () => {
  // Sticky, and every repetition is followed by something that it cannot hold, or by nothing.
  for (const { prefix, rest } of keyForms) {
    expect(rest.sticky, prefix).toBe(true);
    expect(rest.source, prefix).not.toMatch(/[+*}]\)[+*{]/);
  }
});
