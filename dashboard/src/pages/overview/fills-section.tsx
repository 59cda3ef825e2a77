import { useState } from 'react';
import type { ExhaustionView } from '../../answer-shapes.ts';
import { TankMark } from '../../charts/tank-mark.tsx';
import { Button } from '../../components/button.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { useOperation } from '../../use-operation.ts';
import { durationWords } from '../../words/duration-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { shortName } from '../../words/name-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import { valueWords } from '../../words/value-words.ts';
import styles from './overview.module.css';

const FEW = 4;

/** Every bounded resource, the first to fill up on top. */
export function FillsSection() {
  const answer = useOperation('listExhaustion', { limit: 200 });
  const [all, setAll] = useState(false);
  return (
    <Panel answer={answer} what="What fills up next" doing="Reading bounded resources" shape="rows">
      {({ items }) => (
        <section>
          <h2>Fills up next</h2>
          {items.length === 0 ? (
            <p className={styles.quiet}>
              No resource with a known limit has arrived yet: volumes, memory limits, pools and queues count.
            </p>
          ) : (
            <ol className={styles.tanks}>
              {items.slice(0, all ? items.length : FEW).map((item) => (
                <Tank key={`${item.series} ${item.instance}`} item={item} />
              ))}
            </ol>
          )}
          {items.length > FEW && (
            <Button look="text" aria-expanded={all} onClick={() => setAll(!all)}>
              {all ? 'Only the first' : `All ${items.length} resources`}
            </Button>
          )}
        </section>
      )}
    </Panel>
  );
}

function Tank({ item }: { item: ExhaustionView }) {
  const share = item.limit > 0 ? item.current / item.limit : 0;
  const name = `${item.instance || shortName(item.entity.name)}`;
  return (
    <li>
      <PathLink
        to={item.explore}
        title={`${item.entity.name} ${item.measure}: ${valueWords(item.current, item.unit)} of ${valueWords(item.limit, item.unit)}`}
      >
        {name} {resourceWord(item.measure)}
      </PathLink>
      <TankMark share={share} />
      <span className={styles.right}>{percentWords(share)}</span>
      <span className={styles.right}>
        {item.fullIn === null ? 'no trend' : <b>in {durationWords(readDuration(item.fullIn))}</b>}
      </span>
    </li>
  );
}

/** The kind of resource, from the name of its measure as OpenTelemetry writes it. */
function resourceWord(measure: string): string {
  if (/filesystem|volume|disk/.test(measure)) return 'disk';
  if (/memory/.test(measure)) return 'memory';
  if (/connection|pool/.test(measure)) return 'pool';
  if (/queue|lag/.test(measure)) return 'queue';
  return measure;
}
