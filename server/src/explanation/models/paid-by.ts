import type { ModelPrice } from '@foreshock/model/model-spend.ts';
import type { LanguageModel } from './language-model.ts';
import type { CapOptions } from './within-cap.ts';
import { withinCap } from './within-cap.ts';

export interface PricedModel {
  readonly model: LanguageModel;
  /** Absent where it is not known: then nothing is counted, and no cap can be set. */
  readonly price?: ModelPrice;
}

/** The same model, which asks for money before each request where its price is known. */
export function paidBy({ model, price }: PricedModel, options: Omit<CapOptions, 'price'>): LanguageModel {
  return price ? withinCap(model, { ...options, price }) : model;
}
