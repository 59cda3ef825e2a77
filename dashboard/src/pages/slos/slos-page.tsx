/** SLOs: what services promise of their requests, how fast each error budget burns, and what is left of it. */
import { useState } from 'react';
import type { SloSuggestionView, SloView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import page from '../../frame/page.module.css';
import { useUrlState } from '../../url-state.ts';
import { useNow } from '../../use-now.ts';
import { useOperation } from '../../use-operation.ts';
import { shortName } from '../../words/name-words.ts';
import { shortNumberWords } from '../../words/value-words.ts';
import { BurnSection } from './burn-section.tsx';
import { SloDialog } from './slo-dialog.tsx';
import { draftOfSuggestion, emptyDraft, type SloDraft } from './slo-draft.ts';
import { isBurning, promiseWords, slosHeadline, targetWords } from './slo-words.ts';
import { SlosTable } from './slos-table.tsx';

export function SlosPage() {
  const now = useNow();
  const { search, change } = useUrlState();
  const { entity } = search;
  const ofEntity = entity === undefined ? {} : { entity };
  const slos = useOperation('listSlos', ofEntity);
  const suggested = useOperation('suggestSlos', ofEntity);
  const status = useOperation('getStatus', {});
  const [editing, setEditing] = useState<SloView | SloDraft | undefined>();
  const role = status.value?.user.role;
  const mayChange = role === 'editor' || role === 'admin';
  const [first] = suggested.value?.items ?? [];
  const start = first ? draftOfSuggestion(first) : { ...emptyDraft, entity: entity ?? '' };
  return (
    <>
      <div className={page.page}>
        <h1>{slos.value ? slosHeadline(slos.value.items) : 'What services promise.'}</h1>
        <p className={page.lede}>
          {entity === undefined
            ? 'What services promise of their requests, and how fast each error budget is used up.'
            : 'Of one service alone. '}
          {entity !== undefined && (
            <Button look="text" onClick={() => change({ entity: undefined, slo: undefined })}>
              See all
            </Button>
          )}
        </p>
      </div>
      <Panel answer={slos} what="The SLOs" doing="Reading the error budgets" shape="rows">
        {({ items }) => {
          const chosen = items.find(({ id }) => id === search.slo) ?? items.find(isBurning) ?? items[0];
          return (
            <>
              <Section name="SLOs" note="live; a burn over both windows of a rule opens an incident">
                <div className={content.stack}>
                  {items.length === 0 ? (
                    <EmptyState title="No objective yet" text={emptyWords(first)}>
                      {mayChange && (
                        <Button look="filled" onClick={() => setEditing(start)}>
                          Set an objective
                        </Button>
                      )}
                    </EmptyState>
                  ) : (
                    <SlosTable
                      slos={items}
                      chosen={chosen?.id}
                      mayChange={mayChange}
                      onChoose={(id) => change({ slo: id })}
                      onEdit={setEditing}
                    />
                  )}
                  {mayChange && items.length > 0 && (
                    <div>
                      <Button onClick={() => setEditing(start)}>Set another objective</Button>
                    </div>
                  )}
                  {role !== undefined && !mayChange && (
                    <p className={content.note}>Only an editor can set objectives.</p>
                  )}
                </div>
              </Section>
              {chosen && <BurnSection id={chosen.id} now={now} />}
            </>
          );
        }}
      </Panel>
      <Panel answer={suggested} what="Suggestions" doing="Reading 28 days of requests" shape="rows">
        {({ items }) => items.length > 0 && <Suggestions items={items} mayChange={mayChange} onTake={setEditing} />}
      </Panel>
      {editing && <SloDialog subject={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}

function emptyWords(first: SloSuggestionView | undefined): string {
  const what =
    'An objective says which share of its requests a service must answer well. Its error budget is what may go wrong, and an incident opens when that burns too fast.';
  if (!first) return `${what} There are too few requests yet to suggest one.`;
  const { entity, objective, thresholdMs, target } = first;
  return `${what} Over 28 days ${shortName(entity.name)} kept ${promiseWords({ objective, operation: null, thresholdMs, target })}: start there.`;
}

interface SuggestionsProps {
  readonly items: readonly SloSuggestionView[];
  readonly mayChange: boolean;
  readonly onTake: (draft: SloDraft) => void;
}

function Suggestions({ items, mayChange, onTake }: SuggestionsProps) {
  return (
    <Section name="Suggested" note="kept over the last 28 days, busiest service first">
      <DataTable
        caption="Suggested objectives"
        columns={[{ name: 'Objective' }, { name: 'Achieved', figure: true }, ...(mayChange ? [{ name: 'Set' }] : [])]}
        rows={items.map((one) => {
          const promise = promiseWords({ ...one, operation: null });
          return {
            id: `${one.entity.id} ${one.objective}`,
            cells: [
              <div key="objective" className={content.what}>
                <b title={one.entity.name}>{shortName(one.entity.name)}</b>
                <span>
                  {promise}; {shortNumberWords(one.requests)} requests
                </span>
              </div>,
              one.objective === 'latency' ? `${targetWords(one.achieved)} and more` : targetWords(one.achieved),
              ...(mayChange
                ? [
                    <Button
                      key="set"
                      look="small"
                      aria-label={`Set: ${promise}, for ${one.entity.name}`}
                      onClick={() => onTake(draftOfSuggestion(one))}
                    >
                      Set
                    </Button>,
                  ]
                : []),
            ],
          };
        })}
      />
    </Section>
  );
}
