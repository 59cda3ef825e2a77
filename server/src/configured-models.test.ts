import { expect, test } from 'vitest';
import { systemClock } from './base/clock.ts';
import { systemChance } from './base/crypto/random.ts';
import { configuredModels } from './configured-models.ts';
import { ModelConfig } from './explanation/config.ts';

const of = (config: object) =>
  configuredModels(ModelConfig.parse(config), { clock: systemClock, chance: systemChance });
const at = { url: 'http://127.0.0.1:1/v1', name: 'large' };

test('without an address there is no model, whatever else is set', () => {
  expect(of({})).toEqual({ ok: true, value: [] });
  expect(of({ smaller: { name: 'small' }, shadow: { name: 'new' } })).toEqual({ ok: true, value: [] });
});

test('the one that tells comes first, and a price is known where both of its parts are', () => {
  const smaller = { name: 'small', inputPrice: 1, outputPrice: 2 };
  const models = of({ ...at, inputPrice: 3, smaller, shadow: { name: 'new' } });
  expect(models.ok && models.value.map(({ role, name, price }) => [role, name, price])).toEqual([
    ['named', 'large', undefined],
    ['smaller', 'small', { input: 1, output: 2 }],
    ['shadow', 'new', undefined],
  ]);
});

test('a file of the key that is not there is told with its setting', () => {
  expect(of({ ...at, apiKeyFile: '/nowhere/key' })).toMatchObject({
    ok: false,
    error: { code: 'configuration-invalid', message: 'model.apiKeyFile: there is no file /nowhere/key' },
  });
});
