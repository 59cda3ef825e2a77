import { expect, test, vi } from 'vitest';
import { findAllowedAddress } from './allowed-address.ts';

const nobody = { allowed: [] };
const answering =
  (...addresses: string[]) =>
  async () =>
    addresses.map((address) => ({ address }));

test('addresses of this machine, of private networks and of clouds are refused in every spelling', async () => {
  const hosts = [
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a9fe:a9fe]',
    '[fc00::1]',
    '[fe80::1]',
    '[64:ff9b::7f00:1]',
    '[2002:7f00:1::]',
    new URL('http://2130706433/').hostname,
    new URL('http://0x7f.1/').hostname,
    new URL('http://017700000001/').hostname,
  ];
  for (const host of hosts) {
    const found = await findAllowedAddress(host, nobody);
    expect(found, host).toMatchObject({ ok: false, error: { code: 'channel-refused' } });
  }
});

test('a name is judged by where it leads, and the address that was judged is given', async () => {
  expect(await findAllowedAddress('a.example', nobody, answering('10.0.0.1'))).toMatchObject({ ok: false });
  const found = await findAllowedAddress('a.example', nobody, answering('10.0.0.1', '93.184.216.34'));
  expect(found).toEqual({ ok: true, value: { address: '93.184.216.34', family: 4, isPrivate: false } });
});

test('the operator may allow a range, and only that range', async () => {
  const rules = { allowed: ['10.0.0.0/8', '::1/128'] };
  expect(await findAllowedAddress('10.9.9.9', rules)).toMatchObject({ ok: true, value: { isPrivate: true } });
  expect(await findAllowedAddress('[::1]', rules)).toMatchObject({ ok: true, value: { family: 6 } });
  expect(await findAllowedAddress('127.0.0.1', rules)).toMatchObject({ ok: false });
});

test('a name that cannot be resolved now may be resolved later', async () => {
  const fails = () => Promise.reject(Object.assign(new Error('no'), { code: 'EAI_AGAIN' }));
  expect(await findAllowedAddress('a.example', nobody, fails)).toMatchObject({
    ok: false,
    error: { code: 'channel-unavailable', message: 'cannot resolve a.example: EAI_AGAIN' },
  });
});

test('a name whose server says nothing is given up, so that the channel is not held up by it', async () => {
  vi.useFakeTimers();
  try {
    const asked = findAllowedAddress('a.example', nobody, () => new Promise(() => {}));
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await asked).toMatchObject({
      ok: false,
      error: { code: 'channel-unavailable', message: 'cannot resolve a.example: no answer within 5 s' },
    });
  } finally {
    vi.useRealTimers();
  }
});
