import { sloObjectives, sloWindowDays } from '@foreshock/model/slo.ts';
import { EntityOptions } from '../../components/entity-options.tsx';
import form from '../../components/form-fields.module.css';
import { useOperation } from '../../use-operation.ts';
import type { SloDraft } from './slo-draft.ts';

interface SloFieldsProps {
  readonly draft: SloDraft;
  readonly onChange: (draft: SloDraft) => void;
}

const objectiveWords = { availability: 'requests without an error', latency: 'requests that are fast enough' } as const;

export function SloFields({ draft, onChange }: SloFieldsProps) {
  const services = useOperation('listEntities', { kind: 'service' });
  const set = (part: Partial<SloDraft>): void => onChange({ ...draft, ...part });
  const items = services.value?.items ?? [];
  const isKnown = draft.entity === '' || items.some(({ id }) => id === draft.entity);
  return (
    <>
      <label>
        Name
        <input
          required
          maxLength={100}
          autoComplete="off"
          placeholder="checkout answers"
          value={draft.name}
          onChange={(event) => set({ name: event.target.value })}
        />
      </label>
      <div className={form.pair}>
        <label>
          Service
          <select required value={draft.entity} onChange={(event) => set({ entity: event.target.value })}>
            <option value="">choose one</option>
            {!isKnown && <option value={draft.entity}>{draft.entity}</option>}
            <EntityOptions items={items} />
          </select>
        </label>
        <label>
          Operation, all without one
          <input
            maxLength={500}
            autoComplete="off"
            placeholder="POST /checkout"
            value={draft.operation}
            onChange={(event) => set({ operation: event.target.value })}
          />
        </label>
      </div>
      <div className={form.pair}>
        <label>
          What counts as good
          <select
            value={draft.objective}
            onChange={(event) =>
              set({ objective: sloObjectives.find((one) => one === event.target.value) ?? 'availability' })
            }
          >
            {sloObjectives.map((one) => (
              <option key={one} value={one}>
                {objectiveWords[one]}
              </option>
            ))}
          </select>
        </label>
        <label>
          Fast enough, in ms
          <input
            type="number"
            min={1}
            max={3_600_000}
            step="any"
            required={draft.objective === 'latency'}
            disabled={draft.objective !== 'latency'}
            placeholder={draft.objective === 'latency' ? '300' : 'of fast requests alone'}
            value={draft.objective === 'latency' ? draft.thresholdMs : ''}
            onChange={(event) => set({ thresholdMs: event.target.value })}
          />
        </label>
      </div>
      <div className={form.pair}>
        <label>
          Share that must be good, in percent
          <input
            type="number"
            required
            min={50}
            max={99.999}
            step="any"
            value={draft.targetPercent}
            onChange={(event) => set({ targetPercent: event.target.value })}
          />
        </label>
        <label>
          Over the last
          <select value={draft.windowDays} onChange={(event) => set({ windowDays: event.target.value })}>
            {sloWindowDays.map((days) => (
              <option key={days} value={days}>
                {days} days
              </option>
            ))}
          </select>
        </label>
      </div>
    </>
  );
}
