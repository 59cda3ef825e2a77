import { describeLanguageModel } from './language-model.contract.ts';

describeLanguageModel('openai');
