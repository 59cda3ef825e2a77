import type { OutputOf, ParsedInputOf } from '@foreshock/contract/operation.ts';
import type { createNoiseRule, listNoiseRules } from '@foreshock/contract/operations/noise.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import {
  actionsOfSignal,
  type NoiseMatch,
  type NoiseRule,
  type NoiseRuleId,
  type NoiseSettings,
} from '@foreshock/model/noise-rule.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { changeNoiseSettings, findNoiseSettings } from '../../store/metadata/noise-settings.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

type NoiseRuleHandlers = Pick<
  Handlers,
  'listNoiseRules' | 'createNoiseRule' | 'updateNoiseRule' | 'deleteNoiseRule' | 'changeSeriesLimit'
>;
type RuleInput = ParsedInputOf<typeof createNoiseRule>;
type RuleView = OutputOf<typeof listNoiseRules>['items'][number];

const MAX_RULES = 200;

export function noiseRuleHandlers(tools: HandlerTools): NoiseRuleHandlers {
  const { db, clock } = tools;

  /** Reads the settings, changes them and keeps them. `state-conflict` when somebody was faster. */
  async function change<T>(
    caller: Caller,
    work: (settings: NoiseSettings) => Result<{ readonly settings: NoiseSettings; readonly answer: T }>,
  ): Promise<Result<T>> {
    const { version, settings } = await findNoiseSettings(db, caller.tenant);
    const changed = work(settings);
    if (!changed.ok) return changed;
    const kept = await changeNoiseSettings(db, caller.tenant, {
      basedOn: version,
      settings: changed.value.settings,
      by: caller.name,
      now: clock.now(),
    });
    return kept.ok ? success(changed.value.answer) : kept;
  }

  const ruleOf = (input: RuleInput, caller: Caller, id: NoiseRuleId, version: number): NoiseRule => ({
    id,
    name: input.name,
    enabled: input.enabled,
    signal: input.signal,
    match: matchOf(input.match),
    action: input.action,
    version,
    changedAt: clock.now(),
    changedBy: caller.name,
  });

  return {
    async listNoiseRules({ caller }) {
      const { settings } = await findNoiseSettings(db, caller.tenant);
      return success({
        maxActiveSeries: settings.maxActiveSeries,
        items: await viewsOf(settings.rules, caller, tools),
      });
    },

    async createNoiseRule({ input, caller }) {
      const fault = faultOf(input);
      if (fault) return fault;
      const kept = await change(caller, (settings) => {
        if (settings.rules.length >= MAX_RULES)
          return failure('input-invalid', `there are ${MAX_RULES} rules already: delete one first`);
        const id = hashId('nrl_', input.name, String(clock.now()), String(settings.rules.length)) as NoiseRuleId;
        const rule = ruleOf(input, caller, id, 1);
        return success({ settings: { ...settings, rules: [...settings.rules, rule] }, answer: rule });
      });
      return kept.ok ? success((await viewsOf([kept.value], caller, tools))[0]!) : kept;
    },

    async updateNoiseRule({ input, caller }) {
      const fault = faultOf(input);
      if (fault) return fault;
      const kept = await change(caller, (settings) => {
        const before = findRule(settings, input.id, input.basedOn);
        if (!before.ok) return before;
        const rule = ruleOf(input, caller, before.value.id, before.value.version + 1);
        const rules = settings.rules.map((other) => (other.id === rule.id ? rule : other));
        return success({ settings: { ...settings, rules }, answer: rule });
      });
      return kept.ok ? success((await viewsOf([kept.value], caller, tools))[0]!) : kept;
    },

    async deleteNoiseRule({ input, caller }) {
      return change(caller, (settings) => {
        const before = findRule(settings, input.id, input.basedOn);
        if (!before.ok) return before;
        const rules = settings.rules.filter((other) => other.id !== input.id);
        return success({ settings: { ...settings, rules }, answer: { id: input.id } });
      });
    },

    async changeSeriesLimit({ input, caller }) {
      const { maxActiveSeries } = input;
      return change(caller, (settings) =>
        success({ settings: { ...settings, maxActiveSeries }, answer: { maxActiveSeries } }),
      );
    },
  };
}

export function matchOf(input: RuleInput['match']): NoiseMatch {
  const { maxSeverity, entities, templates, ...rest } = input;
  return {
    ...rest,
    entities: entities as EntityId[],
    templates: templates as TemplateId[],
    ...(maxSeverity !== undefined && { maxSeverity }),
  };
}

/** What the schema cannot say: which parts belong to which signal. */
export function faultOf({ signal, match, action }: Pick<RuleInput, 'signal' | 'match' | 'action'>) {
  if (!actionsOfSignal[signal].includes(action.kind))
    return failure(
      'input-invalid',
      `action.kind: ${action.kind} is not for ${signal}; choose ${actionsOfSignal[signal].join(', ')}`,
    );
  if (signal !== 'logs' && match.templates.length > 0)
    return failure('input-invalid', `match.templates: ${signal} have no templates; leave it empty`);
  if (signal !== 'logs' && match.maxSeverity !== undefined)
    return failure('input-invalid', `match.maxSeverity: ${signal} have no severity; leave it out`);
  if (signal === 'logs' && match.names.length > 0)
    return failure('input-invalid', 'match.names: logs have no names; use templates or attributes');
  return undefined;
}

function findRule(settings: NoiseSettings, id: string, basedOn: number): Result<NoiseRule> {
  const rule = settings.rules.find((other) => other.id === id);
  if (!rule) return failure('noise-rule-not-found', `there is no rule ${id}: it may have been deleted`);
  if (rule.version !== basedOn)
    return failure(
      'state-conflict',
      `the rule is at version ${rule.version}, not ${basedOn}: read it again and repeat the change`,
    );
  return success(rule);
}

async function viewsOf(rules: readonly NoiseRule[], caller: Caller, tools: HandlerTools): Promise<RuleView[]> {
  const mentioned = rules.flatMap((rule) => rule.match.entities);
  const directory = await tools.directories.of(caller.tenant, mentioned);
  const telemetry = tools.store.tenant(caller.tenant);
  const texts = new Map<TemplateId, string>();
  for (const id of new Set(rules.flatMap((rule) => rule.match.templates))) {
    const template = await telemetry.selectTemplate(id);
    if (template.ok && template.value) texts.set(id, template.value.text);
  }
  return rules.map(({ changedAt, match, action, ...rule }) => ({
    ...rule,
    action: action.kind === 'drop-attributes' ? { ...action, keys: [...action.keys] } : action,
    match: {
      names: [...match.names],
      attributes: [...match.attributes],
      resource: [...match.resource],
      maxSeverity: match.maxSeverity ?? null,
      entities: match.entities.map((id) => directory.ref(id)),
      templates: match.templates.map((id) => ({ id, text: texts.get(id) ?? '' })),
    },
    changedAt: formatTime(changedAt),
  }));
}
