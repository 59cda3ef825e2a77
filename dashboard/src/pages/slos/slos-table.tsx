import type { SloView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { FileMark } from '../../file-mark.tsx';
import { shortName } from '../../words/name-words.ts';
import { burnAndBudgetWords, promiseWords, stateWords } from './slo-words.ts';

interface SlosTableProps {
  readonly slos: readonly SloView[];
  readonly chosen: string | undefined;
  readonly mayChange: boolean;
  readonly onChoose: (id: string) => void;
  readonly onEdit: (slo: SloView) => void;
}

export function SlosTable({ slos, chosen, mayChange, onChoose, onEdit }: SlosTableProps) {
  return (
    <DataTable
      caption="SLOs"
      columns={[{ name: 'SLO' }, { name: 'Burn and budget' }, ...(mayChange ? [{ name: 'Change' }] : [])]}
      rows={slos.map((slo) => ({
        id: slo.id,
        selected: slo.id === chosen,
        cells: [
          <div key="slo" className={content.what}>
            <div>
              <Button look="text" aria-label={`Show the burn of ${slo.name}`} onClick={() => onChoose(slo.id)}>
                {slo.name}
              </Button>
            </div>
            <span title={slo.entity.name}>
              {shortName(slo.entity.name)}: {promiseWords(slo)}, {slo.windowDays} days
            </span>
            <FileMark kind="slo" id={slo.id} />
          </div>,
          <div key="burn" className={content.what}>
            <b>{stateWords(slo)}</b>
            <span>{burnAndBudgetWords(slo)}</span>
          </div>,
          ...(mayChange
            ? [
                <Button key="edit" look="small" aria-label={`Edit ${slo.name}`} onClick={() => onEdit(slo)}>
                  Edit
                </Button>,
              ]
            : []),
        ],
      }))}
    />
  );
}
