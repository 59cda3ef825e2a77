import { chainFaultWords } from '@foreshock/model/wording/chain-fault-words.ts';
import { useState } from 'react';
import { Button, ButtonRow } from '../../components/button.tsx';
import { CopyBlock } from '../../components/copy-block.tsx';
import { FaultNote } from '../../components/fault-note.tsx';
import { CheckMark } from '../../components/marks.tsx';
import { Panel } from '../../components/panel.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { faultOf, useClient, useOperation } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './reliability.module.css';

const PAGE = 1_000;

/** What all figures come from: whether it is as it was written, and the file to recompute them. */
export function LedgerSection({ now }: { now: number }) {
  const [verifying, setVerifying] = useState(false);
  // Every row is read: only when somebody asks.
  const verdict = useOperation('verifyLedger', {}, { when: verifying });
  const download = useLedgerFile();
  return (
    <div className={styles.stack}>
      {!verifying && (
        <p>
          A row for every forecast that was shown, a weighted sample of the others, and every outcome. Each row carries
          the hash of the one before.
        </p>
      )}
      {verifying && (
        <Panel answer={verdict} what="The ledger" doing="Checking every row of the ledger">
          {(value) => (
            <div>
              <p className={styles.verdict}>
                {value.intact && <CheckMark />}
                <b>{value.intact ? 'As it was written' : 'Not as it was written'}</b>: {countWords(value.rows, 'row')},
                checked at <TimeText at={Date.parse(value.checkedAt)} now={now} />.
              </p>
              {!value.intact && (
                <ul className={styles.faults}>
                  {value.anchorsBroken && <li>The file of heads kept outside the store was changed.</li>}
                  {value.faults.map((fault) => (
                    <li key={`${fault.fault} ${fault.from}`}>{chainFaultWords(fault)}</li>
                  ))}
                  {value.faultCount > value.faults.length && <li>and {value.faultCount - value.faults.length} more</li>}
                </ul>
              )}
              <p className={styles.note}>
                {value.anchor ? (
                  <>
                    The head is kept outside the store too, last as row {value.anchor.sequence.toLocaleString('en')} at{' '}
                    <TimeText at={Date.parse(value.anchor.notedAt)} now={now} />, so rows that are cut off at the end
                    show.
                  </>
                ) : (
                  'No head has been kept outside the store yet, so rows cut off at the end would not show.'
                )}
              </p>
            </div>
          )}
        </Panel>
      )}
      <ButtonRow>
        <Button onClick={() => void download.start()} disabled={download.rows !== undefined}>
          {download.rows === undefined ? 'Export the ledger' : `Reading, ${download.rows.toLocaleString('en')} rows`}
        </Button>
        <Button
          onClick={() => (verifying ? verdict.askAgain() : setVerifying(true))}
          disabled={verifying && verdict.asking}
        >
          {verifying ? 'Verify again' : 'Verify every row'}
        </Button>
      </ButtonRow>
      {download.fault && (
        <FaultNote
          title="The ledger could not be exported"
          text={download.fault}
          onRetry={() => void download.start()}
        />
      )}
      <CopyBlock
        name="Recompute every figure of this page from the export"
        text="node docs/recompute-calibration.mjs ledger.jsonl"
      />
    </div>
  );
}

interface LedgerFile {
  /** Read so far; `undefined` when nothing is being read. */
  readonly rows: number | undefined;
  readonly fault: string | undefined;
  start(): Promise<void>;
}

/** Reads the ledger page by page into one file, oldest row first. */
function useLedgerFile(): LedgerFile {
  const client = useClient();
  const [rows, setRows] = useState<number>();
  const [fault, setFault] = useState<string>();
  const start = async () => {
    setFault(undefined);
    setRows(0);
    try {
      const parts: string[] = [];
      let cursor: string | null | undefined;
      let count = 0;
      do {
        const page = await client('listLedger', { order: 'oldest', limit: PAGE, ...(cursor && { cursor }) });
        parts.push(...page.items.map((row) => `${JSON.stringify(row)}\n`));
        count += page.items.length;
        setRows(count);
        cursor = page.next;
      } while (cursor);
      keep(new Blob(parts, { type: 'application/x-ndjson' }));
    } catch (error) {
      setFault(faultOf(error).message);
    }
    setRows(undefined);
  };
  return { rows, fault, start };
}

function keep(file: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'ledger.jsonl';
  link.click();
  URL.revokeObjectURL(link.href);
}
