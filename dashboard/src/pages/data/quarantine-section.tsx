/** Requests that came in and cannot be stored: only there when there are some. */

import type { Timestamp } from '@foreshock/model/time.ts';
import { useRef, useState } from 'react';
import type { QuarantineView, StatusView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { DialogFault, FormDialog } from '../../components/dialog.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useCommand } from '../../use-operation.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readTime } from '../../words/iso-words.ts';
import { valueWords } from '../../words/value-words.ts';
import { lostWords, quarantineSentence, refusalWords, requestWords, triedWords } from './quarantine-words.ts';

type Request = QuarantineView['items'][number];

interface QuarantineSectionProps {
  readonly quarantine: QuarantineView;
  readonly now: Timestamp;
  readonly role: StatusView['user']['role'] | undefined;
}

export function QuarantineSection({ quarantine, now, role }: QuarantineSectionProps) {
  const [discarding, setDiscarding] = useState<Request | undefined>();
  const tries = useTries();
  const mayTry = role === 'editor' || role === 'admin';
  const { items, usedBytes, maxBytes } = quarantine;
  const lost = lostWords(quarantine.lost);
  return (
    <Section name="Set aside" note="accepted, and not in the store">
      <div className={content.stack}>
        {items.length > 0 && (
          <>
            <p>
              {quarantineSentence(items.length)} {valueWords(usedBytes, 'By')} of {valueWords(maxBytes, 'By')} are
              taken.
            </p>
            {mayTry ? (
              <ButtonRow>
                <Button look="filled" disabled={tries.busy} onClick={() => tries.start(items.map(({ id }) => id))}>
                  {tries.busy ? 'Trying' : items.length === 1 ? 'Try again' : 'Try all again'}
                </Button>
              </ButtonRow>
            ) : (
              <p className={content.note}>An editor can have them tried again.</p>
            )}
          </>
        )}
        {tries.outcomes.length > 0 && (
          <p role="status" className={content.note}>
            {tries.busy ? 'So far: ' : ''}
            {triedWords(tries.outcomes)}.
          </p>
        )}
        <DialogFault fault={tries.fault} />
        {lost && <p className={content.fault}>{lost}</p>}
        {items.length > 0 && (
          <DataTable
            caption="Set aside"
            columns={[{ name: 'Request' }, ...(role === 'admin' ? [{ name: 'Action' }] : [])]}
            rows={items.map((request) => ({
              id: request.id,
              cells: [
                <div key="request" className={content.what} title={`${request.id}, SHA-256 ${request.hash}`}>
                  <b>
                    {requestWords(request)}, received <TimeText at={readTime(request.receivedAt)} now={now} />
                  </b>
                  <span>
                    {refusalWords(request.reason)}
                    {request.retries > 0 &&
                      `; tried again ${request.retries === 1 ? 'once' : `${request.retries} times`}`}
                  </span>
                  <span>
                    {valueWords(request.sizeBytes, 'By')}, given up in{' '}
                    {durationWords(Math.max(0, readTime(request.givenUpAt) - now))}
                  </span>
                </div>,
                ...(role === 'admin'
                  ? [
                      <Button
                        key="discard"
                        look="small"
                        aria-label={`Discard ${requestWords(request)}`}
                        onClick={() => setDiscarding(request)}
                      >
                        Discard
                      </Button>,
                    ]
                  : []),
              ],
            }))}
          />
        )}
      </div>
      {discarding && <DiscardDialog request={discarding} onClose={() => setDiscarding(undefined)} />}
    </Section>
  );
}

function DiscardDialog({ request, onClose }: { request: Request; onClose: () => void }) {
  const discard = useCommand('discardQuarantined', ['listQuarantine'], onClose);
  return (
    <FormDialog
      title="Discard what was set aside"
      act="Discard"
      sending={discard.sending}
      fault={discard.fault}
      onClose={onClose}
      onSend={() => discard.send({ id: request.id })}
    >
      <p>
        {requestWords(request)}, {valueWords(request.sizeBytes, 'By')}, will be deleted. Nobody can bring it back, and
        its sender will not send it again.
      </p>
    </FormDialog>
  );
}

/** One after the other: each waits for the store. */
function useTries() {
  const waiting = useRef<readonly string[]>([]);
  const [outcomes, setOutcomes] = useState<readonly string[]>([]);
  const retry = useCommand('retryQuarantined', ['listQuarantine', 'getDataUsage'], ({ outcome }) => {
    setOutcomes((before) => [...before, outcome]);
    sendNext();
  });
  const sendNext = (): void => {
    const [next, ...rest] = waiting.current;
    waiting.current = rest;
    if (next !== undefined) retry.send({ id: next });
  };
  return {
    busy: retry.sending,
    fault: retry.fault,
    outcomes,
    start(ids: readonly string[]) {
      setOutcomes([]);
      waiting.current = ids;
      sendNext();
    },
  };
}
