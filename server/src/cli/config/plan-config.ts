// What has to be done for a project to be as a file says: nothing for what is so already, so that applying twice does
// nothing the second time. What the file does not name stays; of it only what a file made before may be deleted.
import type { Client } from '@foreshock/contract/client.ts';
import type { ConfigFile } from '@foreshock/contract/config-file.ts';
import type { ConfigStep, IsOwned, PlanOptions } from './config-step.ts';
import type { KeptConfig } from './kept-config.ts';
import { planAlerting } from './plan-alerting.ts';
import { planChannelDeletions, planChannels } from './plan-channels.ts';
import { isSame, isWithin } from './same-settings.ts';

export interface ConfigPlan {
  readonly steps: readonly ConfigStep[];
  /** Made by a file, and not in this one: deleted only when that is asked for. */
  readonly left: readonly string[];
}

export function planConfig(file: ConfigFile, kept: KeptConfig, options: PlanOptions): ConfigPlan {
  const isOwned: IsOwned = (kind, id) => kept.ownership.owned.some((one) => one.kind === kind && one.id === id);
  const slos = planSlos(file, kept, isOwned);
  const noise = planNoise(file, kept, isOwned);
  const alerting = planAlerting(file, kept, isOwned, options.deletesOwned);
  const channels = planChannelDeletions(file, kept, isOwned);
  const deletions = [...slos.deletions, ...noise.deletions, ...channels];
  // Routes name channels: what they need comes before them, and what they needed goes after.
  return {
    steps: [
      ...planChannels(file, kept, options),
      ...alerting.steps,
      ...slos.steps,
      ...noise.steps,
      ...planWholes(file, kept),
      ...(options.deletesOwned ? deletions : []),
    ],
    left: options.deletesOwned ? [] : [...alerting.left, ...deletions.flatMap(({ what }) => what)],
  };
}

interface Planned {
  readonly steps: readonly ConfigStep[];
  readonly deletions: readonly ConfigStep[];
}

function planSlos(file: ConfigFile, kept: KeptConfig, isOwned: IsOwned): Planned {
  const steps: ConfigStep[] = [];
  for (const slo of file.slos ?? []) {
    const at = kept.slos.findIndex(({ name }) => name === slo.name);
    const known = kept.slos[at];
    if (!known) {
      steps.push({ what: [`add slo "${slo.name}"`], run: (client) => client('createSlo', slo) });
      continue;
    }
    const asKept = { ...slo, entity: slo.entity === known.entity.id ? kept.asFile.slos[at]!.entity : slo.entity };
    if (isSame(asKept, kept.asFile.slos[at])) continue;
    const change = { ...slo, id: known.id, basedOn: known.version };
    steps.push({ what: [`change slo "${slo.name}"`], run: (client) => client('updateSlo', change) });
  }
  const deletions = kept.slos
    .filter(({ id, name }) => isOwned('slo', id) && !file.slos?.some((slo) => slo.name === name))
    .map(({ id, name, version }): ConfigStep => {
      return { what: [`delete slo "${name}"`], run: (client) => client('deleteSlo', { id, basedOn: version }) };
    });
  return { steps, deletions };
}

function planNoise(file: ConfigFile, kept: KeptConfig, isOwned: IsOwned): Planned {
  const steps: ConfigStep[] = [];
  for (const rule of file.noise ?? []) {
    const at = kept.noise.findIndex(({ name }) => name === rule.name);
    const known = kept.noise[at];
    if (!known)
      steps.push({ what: [`add noise rule "${rule.name}"`], run: (client) => client('createNoiseRule', rule) });
    else if (!isSame(rule, kept.asFile.noise[at])) {
      const change = { ...rule, id: known.id, basedOn: known.version };
      steps.push({ what: [`change noise rule "${rule.name}"`], run: (client) => client('updateNoiseRule', change) });
    }
  }
  const deletions = kept.noise
    .filter(({ id, name }) => isOwned('noise', id) && !file.noise?.some((rule) => rule.name === name))
    .map(({ id, name, version }): ConfigStep => {
      const run = (client: Client): Promise<unknown> => client('deleteNoiseRule', { id, basedOn: version });
      return { what: [`delete noise rule "${name}"`], run };
    });
  return { steps, deletions };
}

/** Set as a whole; there is nothing of them to own. */
function planWholes({ redaction, quota }: ConfigFile, kept: KeptConfig): ConfigStep[] {
  const steps: ConfigStep[] = [];
  if (redaction && !isSame(redaction, kept.asFile.redaction)) {
    const change = { version: kept.redaction.version, settings: redaction };
    steps.push({ what: ['change redaction'], run: (client) => client('updateRedactionSettings', change) });
  }
  if (quota && !isWithin(quota, kept.asFile.quota)) {
    const change = { ...quota, basedOn: kept.quota.version };
    steps.push({ what: ['change quota'], run: (client) => client('changeQuota', change) });
  }
  return steps;
}
