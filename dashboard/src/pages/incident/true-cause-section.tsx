import { causeTypes } from '@foreshock/model/hypothesis.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { useState } from 'react';
import type { IncidentView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import { FormDialog } from '../../components/dialog.tsx';
import { EntityOptions } from '../../components/entity-options.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import styles from './incident.module.css';

const changed = ['getIncident', 'getIncidentTimeline', 'listConfirmedCauses'] as const;

/** What a person says that it was, how high it stood in the list, and the way to take it back. */
export function TrueCauseSection({ view, now }: { view: IncidentView; now: Timestamp }) {
  const [telling, setTelling] = useState(false);
  const withdraw = useCommand('withdrawIncidentCause', changed);
  const { trueCause } = view;
  return (
    <Section name="True cause" note="later rankings learn from it">
      {trueCause ? (
        <p className={styles.finding}>
          <b>{trueCause.entity.name}</b>
          {trueCause.cause !== 'unknown' && `, ${trueCause.cause}`}
          {trueCause.note && `: ${trueCause.note}`}
        </p>
      ) : (
        <p className={styles.finding}>Nobody has said yet what it was.</p>
      )}
      {trueCause && (
        <p className={styles.note}>
          Told by {trueCause.by}, <TimeText at={readTime(trueCause.at)} now={now} />.{' '}
          {trueCause.rank === null
            ? 'It was not among the candidates.'
            : `By evidence alone it was number ${trueCause.rank} of the candidates.`}
        </p>
      )}
      <ButtonRow>
        <Button look="small" onClick={() => setTelling(true)}>
          {trueCause ? 'Change it' : 'Tell the true cause'}
        </Button>
        {trueCause && (
          <Button look="small" disabled={withdraw.sending} onClick={() => withdraw.send({ id: view.id })}>
            Take it back
          </Button>
        )}
      </ButtonRow>
      {withdraw.fault && <p role="alert">Not taken back: {withdraw.fault.message}.</p>}
      {telling && <TellDialog view={view} onClose={() => setTelling(false)} />}
    </Section>
  );
}

function TellDialog({ view, onClose }: { view: IncidentView; onClose: () => void }) {
  const confirm = useCommand('confirmIncidentCause', changed, onClose);
  const services = useOperation('listEntities', { kind: 'service' });
  const known = new Map(
    [...view.hypotheses.map(({ entity }) => entity), ...view.entities, ...(services.value?.items ?? [])].map(
      ({ id, name, kind }) => [id, { id, name, kind }],
    ),
  );
  const [likely] = view.hypotheses;
  return (
    <FormDialog
      title="True cause"
      act="Tell it"
      sending={confirm.sending}
      fault={confirm.fault}
      onClose={onClose}
      onSend={(fields) => {
        const cause = causeTypes.find((type) => type === fields.get('cause')) ?? 'unknown';
        confirm.send({ id: view.id, entity: fields.get('entity') ?? '', cause, note: fields.get('note') ?? '' });
      }}
    >
      <p>It moves the ranking of later incidents by at most half a point. Taking it back takes that back.</p>
      <label>
        Where it began
        <select name="entity" required defaultValue={view.trueCause?.entity.id ?? likely?.entity.id}>
          <EntityOptions items={[...known.values()]} />
        </select>
      </label>
      <label>
        What it was
        <select name="cause" defaultValue={view.trueCause?.cause ?? likely?.cause ?? 'unknown'}>
          {causeTypes.map((type) => (
            <option key={type} value={type}>
              {type}
            </option>
          ))}
        </select>
      </label>
      <label>
        In your words
        <textarea name="note" maxLength={2000} defaultValue={view.trueCause?.note} />
      </label>
    </FormDialog>
  );
}
