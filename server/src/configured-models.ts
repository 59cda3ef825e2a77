import { type Result, success } from '@foreshock/model/known-error.ts';
import { type ModelConfig, priceOf } from './explanation/config.ts';
import { createLanguageModel, type LanguageModelOptions } from './explanation/models/create-language-model.ts';
import type { PricedModel } from './explanation/models/paid-by.ts';
import { readSecretFile } from './read-secret-file.ts';

export interface ConfiguredModel extends PricedModel {
  /** `named` tells, `smaller` where a cap holds that one back, `shadow` is asked beside and never shown. */
  readonly role: 'named' | 'smaller' | 'shadow';
  readonly name: string;
}

/** The named one first; none without an address. `configuration-invalid` when there is no file of the key. */
export function configuredModels(
  config: ModelConfig,
  tools: Pick<LanguageModelOptions, 'clock' | 'chance'>,
): Result<readonly ConfiguredModel[]> {
  const { url, name, smaller, shadow, protocol, apiKeyFile, timeoutSeconds, maxConcurrent } = config;
  if (url === undefined || name === undefined) return success([]);
  const apiKey =
    apiKeyFile === undefined
      ? success<string | undefined>(config.apiKey)
      : readSecretFile('model.apiKeyFile', apiKeyFile);
  if (!apiKey.ok) return apiKey;
  const server = { url, protocol, apiKey: apiKey.value };
  const serverOfShadow =
    shadow?.url === undefined ? server : { url: shadow.url, protocol: shadow.protocol, apiKey: shadow.apiKey };
  const configured = (
    role: ConfiguredModel['role'],
    of: { readonly name: string } & Parameters<typeof priceOf>[0],
    at: Pick<LanguageModelOptions, 'url' | 'protocol' | 'apiKey'>,
  ): ConfiguredModel => {
    const price = priceOf(of);
    const model = createLanguageModel({ ...tools, ...at, name: of.name, timeoutSeconds, maxConcurrent });
    return { role, name: of.name, model, ...(price && { price }) };
  };
  return success([
    configured('named', { ...config, name }, server),
    ...(smaller ? [configured('smaller', smaller, server)] : []),
    ...(shadow ? [configured('shadow', shadow, serverOfShadow)] : []),
  ]);
}
