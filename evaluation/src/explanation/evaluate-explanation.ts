// Are false sentences caught? Sound answers to simulated incidents are made false in every way that we know, and told to
// the checks that stand between a language model and a person. Then telemetry itself is hostile, and holds secrets.
import { buildPack } from '@foreshock/server/explanation/pack/build-pack.ts';
import { createDefaultRedactor } from '@foreshock/server/redaction/default-redactor.ts';
import type { EvaluateArguments } from '../evaluate-arguments.ts';
import { EVALUATION_KEY } from '../evaluation-key.ts';
import { collectSeeds } from './collect-seeds.ts';
import { failedExplanationGates, failedSizeGates } from './gates.ts';
import { evaluateHostile, failedHostileGates, type HostileScore, printHostile } from './hostile/evaluate-hostile.ts';
import { failedLinkGates, printLinks } from './links/print-links.ts';
import { type LinkScore, scoreLinks } from './links/score-links.ts';
import { failedNominationGates, printNominations } from './nominations/print-nominations.ts';
import { type NominationScore, scoreNominations } from './nominations/score-nominations.ts';
import { printScore } from './print-score.ts';
import { type ExplanationScore, scoreMutations } from './score-mutations.ts';
import { withForecast } from './with-forecast.ts';

/** So many seeds give more than a hundred incidents. */
const FULL_SEEDS = 13;
const NOMINATED_HOURS = 200;

/** Prints its tables. `failed`: a sentence for each gate that does not hold. */
export async function evaluateExplanation(
  { seeds, details }: Pick<EvaluateArguments, 'seeds' | 'details'>,
  report: (line: string) => void,
): Promise<{
  readonly score: ExplanationScore;
  readonly nominations: readonly NominationScore[];
  readonly links: LinkScore;
  readonly hostile: HostileScore;
  readonly failed: readonly string[];
}> {
  const collected = await collectSeeds(seeds, report);
  const redactor = createDefaultRedactor(EVALUATION_KEY);
  const packs = collected.map(({ sources }) => buildPack(withForecast(sources), redactor));
  const score = scoreMutations(packs, (text) => redactor.text(text));
  const incidents = new Set(packs.map(({ incident }) => incident.id)).size;
  console.log(
    `${packs.length} explanations of ${incidents} incidents, seeds ${seeds[0]} to ${seeds.at(-1)}; no cause is named in ${score.abstained}.\n\n${printScore(score, details)}\n`,
  );
  const nominations = scoreNominations(NOMINATED_HOURS);
  console.log(`${printNominations(nominations)}\n`);
  const links = scoreLinks(collected.flatMap(({ links: sources }) => sources ?? []));
  console.log(`${printLinks(links)}\n`);
  const hostile = await evaluateHostile();
  console.log(printHostile(hostile));
  const size = seeds.length >= FULL_SEEDS ? failedSizeGates(score, incidents) : [];
  const failed = [
    ...failedExplanationGates(score),
    ...size,
    ...failedNominationGates(nominations),
    ...failedLinkGates(links),
    ...failedHostileGates(hostile),
  ];
  return { score, nominations, links, hostile, failed };
}
