// Secrets planted in telemetry, and searched for in what would leave for a model and in what is kept as evidence.

import { defaultPromptParts } from '@foreshock/model/prompt-parts.ts';
import { answerSchema } from '@foreshock/server/explanation/answer/answer.ts';
import { openaiProtocol } from '@foreshock/server/explanation/models/openai-protocol.ts';
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import type { TemplateUse } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { tellingPrompt } from '@foreshock/server/explanation/prompts/telling-prompt.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import { EVALUATION_KEY } from '../../evaluation-key.ts';
import { type PlantedLine, plantSecrets, secretKinds } from '../../redaction/planted-secrets.ts';
import { places } from './places.ts';
import type { Stage } from './stage.ts';

export interface SecretResult {
  readonly planted: number;
  /** Facts of log lines in the evidence of the plays: without some of them nothing was asked. */
  readonly facts: number;
  readonly plays: number;
  /** In the bytes that would have left. */
  readonly left: readonly string[];
  readonly kept: readonly string[];
}

const SECRETS = 1_000;
const IN_A_PLAY = 10;
const PLACES = [
  'log line, often, of two services',
  'attributes of a log line',
  'exception of a span',
  'name of a span',
  'event of Kubernetes',
  'version of a service',
];
/** As if each line were an old acquaintance, whose words may be shown: then redaction alone stands before them. */
const TRUSTED: TemplateUse = { count: 1_000, entities: 2, firstSeen: 0 };

/** Plays one of `of` shares. */
export function playSecrets(stage: Stage, seed: number, of: number): SecretResult {
  const planted = plantSecrets(seed, SECRETS / secretKinds.length / of);
  const left: string[] = [];
  const kept: string[] = [];
  let facts = 0;
  let plays = 0;
  for (let at = 0; at < planted.length; at += IN_A_PLAY) {
    const lines = planted.slice(at, at + IN_A_PLAY);
    const { told } = stage.play((scene) => {
      const steps = lines.map(({ text }, index) => places[PLACES[(plays + index) % PLACES.length]!]!(text, scene));
      return {
        time: scene.time,
        logs: steps.flatMap((step) => step.logs),
        spans: steps.flatMap((step) => step.spans),
        metrics: [],
      };
    });
    plays += 1;
    if (!told) continue;
    facts += told.incident.evidence.filter(({ kind }) => kind === 'log').length;
    const trusted = new Map([...told.templates.keys()].map((id) => [id, TRUSTED]));
    const redactor = createDefaultRedactor(EVALUATION_KEY);
    const pack = buildPack({ ...told, templates: trusted }, redactor);
    const unset = { version: 0, parts: defaultPromptParts };
    const { system, user } = tellingPrompt('explain-incident', pack, unset, (text) => redactor.text(text), 'slots');
    const request = {
      system,
      prompt: user,
      schema: answerSchema,
      maxTokens: 1_200,
      signal: new AbortController().signal,
    };
    left.push(...found(lines, openaiProtocol.encode('any', request, 'schema')));
    kept.push(...found(lines, JSON.stringify(told.incident)));
  }
  return { planted: planted.length, facts, plays, left, kept };
}

function found(lines: readonly PlantedLine[], text: string): string[] {
  const plain = text.replaceAll('\\"', '"');
  return lines.filter(({ value }) => text.includes(value) || plain.includes(value)).map(({ kind }) => kind);
}
