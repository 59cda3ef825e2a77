import type { AlertingView, ChannelView } from '../../answer-shapes.ts';
import form from '../../components/form-fields.module.css';
import { loudWords } from './alerting-words.ts';
import type { RouteDraft } from './route-draft.ts';

interface RouteFieldsProps {
  readonly draft: RouteDraft;
  readonly onChange: (draft: RouteDraft) => void;
  readonly channels: readonly ChannelView[];
  readonly rotas: AlertingView['rotas'];
}

const levels: readonly { readonly value: RouteDraft['most']; readonly name: string }[] = [
  { value: 'page', name: loudWords.page },
  { value: 'notify', name: loudWords.notify },
  { value: 'digest', name: loudWords.digest },
];

export function RouteFields({ draft, onChange, channels, rotas }: RouteFieldsProps) {
  const set = (part: Partial<RouteDraft>): void => onChange({ ...draft, ...part });
  const text = (name: string, key: 'name' | 'services' | 'timeZone', placeholder: string, required = false) => (
    <label>
      {name}
      <input
        required={required}
        maxLength={200}
        autoComplete="off"
        placeholder={placeholder}
        value={draft[key]}
        onChange={(event) => set({ [key]: event.target.value })}
      />
    </label>
  );
  return (
    <>
      {text('Name', 'name', 'team shop', true)}
      <div className={form.pair}>
        <label>
          Of
          <select
            value={draft.kind}
            onChange={(event) =>
              set({ kind: (['incident', 'prediction'] as const).find((one) => one === event.target.value) ?? '' })
            }
          >
            <option value="">incidents and predictions</option>
            <option value="incident">incidents</option>
            <option value="prediction">predictions</option>
          </select>
        </label>
        {text('Services, with commas; * for any', 'services', 'shop/*')}
      </div>
      <div className={form.pair}>
        <label>
          Severity
          <select
            value={draft.severity}
            onChange={(event) =>
              set({ severity: (['major', 'critical'] as const).find((one) => one === event.target.value) ?? '' })
            }
          >
            <option value="">any</option>
            <option value="major">major and critical</option>
            <option value="critical">critical</option>
          </select>
        </label>
        <label>
          Odds from, in percent
          <input
            type="number"
            min={0}
            max={99}
            placeholder="any that are earned"
            value={draft.minPercent}
            onChange={(event) => set({ minPercent: event.target.value })}
          />
        </label>
      </div>
      <label>
        How loudly
        <select
          value={draft.most}
          onChange={(event) => set({ most: levels.find(({ value }) => value === event.target.value)?.value ?? 'page' })}
        >
          {levels.map(({ value, name }) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>Tell</legend>
        {channels.map(({ id, name, state }) => (
          <label key={id} className={form.check}>
            <input
              type="checkbox"
              checked={draft.channels.includes(id)}
              onChange={(event) =>
                set({
                  channels: event.target.checked
                    ? [...draft.channels, id]
                    : draft.channels.filter((channel) => channel !== id),
                })
              }
            />
            {name}
            {state === 'ok' ? '' : ` (${state})`}
          </label>
        ))}
      </fieldset>
      <div className={form.pair}>
        {draft.levels.map((level, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the three levels have no other name
          <label key={index}>
            {['Pages go at once to', 'then to', 'then to'][index]}
            <select
              value={level}
              onChange={(event) => {
                const next = draft.levels.map((one, at) => (at === index ? event.target.value : one));
                set({ levels: [next[0] ?? '', next[1] ?? '', next[2] ?? ''] });
              }}
            >
              <option value="">nobody more</option>
              {rotas.map(({ id, name }) => (
                <option key={id} value={`rota:${id}`}>
                  who is on call: {name}
                </option>
              ))}
              {channels.map(({ id, name }) => (
                <option key={id} value={`channel:${id}`}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        ))}
        <label>
          Minutes until the next
          <input
            type="number"
            min={1}
            max={240}
            value={draft.levelMinutes}
            onChange={(event) => set({ levelMinutes: event.target.value })}
          />
        </label>
      </div>
      <div className={form.pair}>
        <label>
          When nobody answers
          <select value={draft.fallback} onChange={(event) => set({ fallback: event.target.value })}>
            <option value="">nobody more</option>
            {channels.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          Pages a week, at most
          <input
            type="number"
            min={0}
            max={1000}
            placeholder="no limit"
            value={draft.pagesPerWeek}
            onChange={(event) => set({ pagesPerWeek: event.target.value })}
          />
        </label>
      </div>
      <div className={form.pair}>
        <label>
          Quiet from
          <input type="time" value={draft.quietFrom} onChange={(event) => set({ quietFrom: event.target.value })} />
        </label>
        <label>
          Quiet until
          <input type="time" value={draft.quietTo} onChange={(event) => set({ quietTo: event.target.value })} />
        </label>
        {text('Time zone', 'timeZone', 'Europe/Berlin', true)}
      </div>
      <label className={form.check}>
        <input type="checkbox" checked={draft.enabled} onChange={(event) => set({ enabled: event.target.checked })} />
        In force
      </label>
    </>
  );
}
