import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { InputOf } from '@foreshock/contract/operation.ts';
import { actionsOfSignal } from '@foreshock/model/noise-rule.ts';
import type { NoiseActionView, NoiseRuleView } from '../../answer-shapes.ts';
import { readConditions, writeConditions } from './condition-lines.ts';

/** A rule as the fields of the editor hold it. */
export interface RuleDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly signal: NoiseRuleView['signal'];
  readonly action: NoiseActionView['kind'];
  readonly keepOneIn: string;
  readonly full: string;
  readonly keys: string;
  readonly everySeconds: string;
  /** Ids; empty for all. */
  readonly entities: readonly string[];
  readonly templates: readonly string[];
  readonly names: string;
  /** A severity number, empty for all. */
  readonly maxSeverity: string;
  readonly attributes: string;
  readonly resource: string;
}

const emptyDraft: RuleDraft = {
  name: '',
  enabled: true,
  signal: 'logs',
  action: 'drop',
  keepOneIn: '10',
  full: '5',
  keys: '',
  everySeconds: '60',
  entities: [],
  templates: [],
  names: '',
  maxSeverity: '',
  attributes: '',
  resource: '',
};

export function draftOf(rule: NoiseRuleView | undefined): RuleDraft {
  if (!rule) return emptyDraft;
  const { action, match } = rule;
  return {
    ...emptyDraft,
    name: rule.name,
    enabled: rule.enabled,
    signal: rule.signal,
    action: action.kind,
    ...(action.kind === 'sample' && { keepOneIn: String(action.keepOneIn) }),
    ...(action.kind === 'deduplicate' && { full: String(action.full), keepOneIn: String(action.thenOneIn) }),
    ...(action.kind === 'drop-attributes' && { keys: action.keys.join(', ') }),
    ...(action.kind === 'roll-up' && { everySeconds: String(action.everySeconds) }),
    entities: match.entities.map(({ id }) => id),
    templates: match.templates.map(({ id }) => id),
    names: match.names.join(', '),
    maxSeverity: match.maxSeverity === null ? '' : String(match.maxSeverity),
    attributes: writeConditions(match.attributes),
    resource: writeConditions(match.resource),
  };
}

/** What belongs to one signal alone goes when another one is chosen. */
export function withSignal(draft: RuleDraft, signal: RuleDraft['signal']): RuleDraft {
  const actions = actionsOfSignal[signal];
  return {
    ...draft,
    signal,
    action: actions.includes(draft.action) ? draft.action : actions[0]!,
    templates: [],
    names: '',
    maxSeverity: '',
  };
}

type RuleInput = InputOf<Catalog['createNoiseRule']>;

/** The rule as the API takes it, or which field keeps it from being one. */
export function readDraft(draft: RuleDraft): { readonly rule: RuleInput } | { readonly fault: string } {
  const attributes = readConditions(draft.attributes);
  if ('fault' in attributes) return { fault: conditionFault('Attributes', attributes.fault) };
  const resource = readConditions(draft.resource);
  if ('fault' in resource) return { fault: conditionFault('Resource', resource.fault) };
  const keys = listOf(draft.keys);
  if (draft.action === 'drop-attributes' && keys.length === 0) return { fault: 'Name the attributes to leave out' };
  return {
    rule: {
      name: draft.name.trim(),
      enabled: draft.enabled,
      signal: draft.signal,
      match: {
        entities: [...draft.entities],
        templates: [...draft.templates],
        names: listOf(draft.names),
        ...(draft.maxSeverity !== '' && { maxSeverity: Number(draft.maxSeverity) }),
        attributes: [...attributes.conditions],
        resource: [...resource.conditions],
      },
      action: actionOf(draft, keys),
    },
  };
}

function actionOf(draft: RuleDraft, keys: string[]): NoiseActionView {
  switch (draft.action) {
    case 'drop':
      return { kind: 'drop' };
    case 'sample':
      return { kind: 'sample', keepOneIn: Number(draft.keepOneIn) };
    case 'deduplicate':
      return { kind: 'deduplicate', full: Number(draft.full), thenOneIn: Number(draft.keepOneIn) };
    case 'drop-attributes':
      return { kind: 'drop-attributes', keys };
    case 'roll-up':
      return { kind: 'roll-up', everySeconds: Number(draft.everySeconds) };
  }
}

function listOf(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function conditionFault(field: string, line: string): string {
  return `${field}: "${line}" is no condition; write for example url.path = /health`;
}
