import { actionsOfSignal } from '@foreshock/model/noise-rule.ts';
import type { NoiseActionView, NoiseRuleView } from '../../answer-shapes.ts';
import { EntityOptions } from '../../components/entity-options.tsx';
import form from '../../components/form-fields.module.css';
import { useOperation } from '../../use-operation.ts';
import { shortName } from '../../words/name-words.ts';
import { severityCapWords, severityChoices } from './noise-words.ts';
import { type RuleDraft, withSignal } from './rule-draft.ts';

const signals = ['logs', 'traces', 'metrics'] as const satisfies readonly NoiseRuleView['signal'][];

const actionNames: Readonly<Record<NoiseActionView['kind'], string>> = {
  drop: 'leave it out',
  sample: 'keep one in so many',
  deduplicate: 'keep the first, thin the rest',
  'drop-attributes': 'leave out attributes',
  'roll-up': 'keep fewer points',
};

interface RuleFieldsProps {
  readonly draft: RuleDraft;
  readonly onChange: (draft: RuleDraft) => void;
}

export function RuleFields({ draft, onChange }: RuleFieldsProps) {
  const set = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part });
  return (
    <>
      <label>
        Name
        <input
          required
          maxLength={100}
          autoComplete="off"
          placeholder="health checks"
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </label>
      <div className={form.pair}>
        <label>
          Of
          <select
            value={draft.signal}
            onChange={(event) =>
              onChange(withSignal(draft, signals.find((signal) => signal === event.target.value) ?? 'logs'))
            }
          >
            {signals.map((signal) => (
              <option key={signal} value={signal}>
                {signal}
              </option>
            ))}
          </select>
        </label>
        <EntityField draft={draft} onChange={onChange} />
      </div>
      {draft.signal === 'logs' ? (
        <LogFields draft={draft} onChange={onChange} />
      ) : (
        <label>
          {draft.signal === 'traces' ? 'Names of spans' : 'Names of metrics'}
          <input
            autoComplete="off"
            placeholder={draft.signal === 'traces' ? 'GET /health*' : 'k8s.pod.network.*'}
            value={draft.names}
            onChange={(event) => set({ names: event.target.value })}
          />
        </label>
      )}
      <div className={form.pair}>
        <label>
          Attributes, a condition a line
          <textarea
            placeholder="url.path = /health"
            value={draft.attributes}
            onChange={(event) => set({ attributes: event.target.value })}
          />
        </label>
        <label>
          Resource, a condition a line
          <textarea
            placeholder="k8s.namespace.name = kube-system"
            value={draft.resource}
            onChange={(event) => set({ resource: event.target.value })}
          />
        </label>
      </div>
      <ActionFields draft={draft} onChange={onChange} />
      <label className={form.check}>
        <input type="checkbox" checked={draft.enabled} onChange={(event) => set({ enabled: event.target.checked })} />
        In force
      </label>
    </>
  );
}

function EntityField({ draft, onChange }: RuleFieldsProps) {
  const entities = useOperation('listEntities', {});
  const items = entities.value?.items ?? [];
  const [first] = draft.entities;
  const isList = draft.entities.length > 1;
  return (
    <label>
      From
      <select
        value={isList ? 'list' : (first ?? '')}
        onChange={(event) => {
          if (event.target.value === 'list') return;
          onChange({ ...draft, entities: event.target.value === '' ? [] : [event.target.value], templates: [] });
        }}
      >
        <option value="">everybody</option>
        {isList && <option value="list">{draft.entities.length} entities</option>}
        {first !== undefined && !isList && !items.some(({ id }) => id === first) && (
          <option value={first}>{first}</option>
        )}
        <EntityOptions items={items} />
      </select>
    </label>
  );
}

function LogFields({ draft, onChange }: RuleFieldsProps) {
  const [entity] = draft.entities;
  const templates = useOperation('listTemplates', { last: 'P1D', limit: 100, ...(entity && { entity }) });
  const items = templates.value?.items ?? [];
  const [first] = draft.templates;
  const isList = draft.templates.length > 1;
  return (
    <div className={form.pair}>
      <label>
        Like
        <select
          value={isList ? 'list' : (first ?? '')}
          onChange={(event) => {
            if (event.target.value === 'list') return;
            onChange({ ...draft, templates: event.target.value === '' ? [] : [event.target.value] });
          }}
        >
          <option value="">any line</option>
          {isList && <option value="list">{draft.templates.length} templates</option>}
          {first !== undefined && !isList && !items.some(({ id }) => id === first) && (
            <option value={first}>{first}</option>
          )}
          {items.map((item) => (
            <option key={item.id} value={item.id}>
              {item.text.slice(0, 80)} ({shortName(item.entity.name)}, {item.count.toLocaleString('en')})
            </option>
          ))}
        </select>
      </label>
      <label>
        Level
        <select value={draft.maxSeverity} onChange={(event) => onChange({ ...draft, maxSeverity: event.target.value })}>
          <option value="">any, errors too</option>
          {[...new Set([...severityChoices, ...(draft.maxSeverity === '' ? [] : [Number(draft.maxSeverity)])])].map(
            (most) => (
              <option key={most} value={String(most)}>
                {severityCapWords(most)}
              </option>
            ),
          )}
        </select>
      </label>
    </div>
  );
}

function ActionFields({ draft, onChange }: RuleFieldsProps) {
  const set = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part });
  const actions = actionsOfSignal[draft.signal];
  return (
    <>
      <label>
        Do this
        <select
          value={draft.action}
          onChange={(event) => set({ action: actions.find((kind) => kind === event.target.value) ?? 'drop' })}
        >
          {actions.map((kind) => (
            <option key={kind} value={kind}>
              {actionNames[kind]}
            </option>
          ))}
        </select>
      </label>
      <div className={form.pair}>
        {draft.action === 'deduplicate' && (
          <NumberField name="First of each minute" value={draft.full} min={1} onChange={(full) => set({ full })} />
        )}
        {(draft.action === 'sample' || draft.action === 'deduplicate') && (
          <NumberField
            name={draft.action === 'sample' ? 'One in' : 'Then one in'}
            value={draft.keepOneIn}
            min={2}
            onChange={(keepOneIn) => set({ keepOneIn })}
          />
        )}
        {draft.action === 'roll-up' && (
          <NumberField
            name="Seconds between points"
            value={draft.everySeconds}
            min={10}
            onChange={(everySeconds) => set({ everySeconds })}
          />
        )}
        {draft.action === 'drop-attributes' && (
          <label>
            Keys, with commas
            <input
              required
              autoComplete="off"
              placeholder="user.*, debug.payload"
              value={draft.keys}
              onChange={(event) => set({ keys: event.target.value })}
            />
          </label>
        )}
      </div>
    </>
  );
}

interface NumberFieldProps {
  readonly name: string;
  readonly value: string;
  readonly min: number;
  readonly onChange: (value: string) => void;
}

function NumberField({ name, value, min, onChange }: NumberFieldProps) {
  return (
    <label>
      {name}
      <input type="number" required min={min} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
}
