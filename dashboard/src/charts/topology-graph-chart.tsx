import type { ReactNode } from 'react';
import { useState } from 'react';
import { shortName } from '../words/name-words.ts';
import { percentWords } from '../words/odds-words.ts';
import { numberWords } from '../words/value-words.ts';
import chart from './chart.module.css';
import { MeasuredBox } from './measured-box.tsx';
import styles from './topology-graph.module.css';
import type { GraphNode } from './topology-graph-geometry.ts';
import { layOutTopology, nodeHeight } from './topology-graph-geometry.ts';

export interface TopologyNode extends GraphNode {
  readonly look: 'calm' | 'coming' | 'harmed' | 'silent';
  /** The state as a shape, beside the name. */
  readonly mark: ReactNode;
  readonly figures: string;
  /** The whole node in words. */
  readonly words: string;
}

export interface TopologyEdge {
  readonly from: string;
  readonly to: string;
  readonly requestsPerSecond: number;
  /** 0 to 1. */
  readonly errorShare: number;
}

export interface TopologyGraphProps {
  readonly nodes: readonly TopologyNode[];
  readonly edges: readonly TopologyEdge[];
  readonly chosen: string | undefined;
  readonly onChoose: (id: string) => void;
  readonly label: string;
}

/** From this share on an edge is drawn as failing. */
const FAILING = 0.02;

/** Nodes are buttons, so that Tab walks through the services and Enter opens one. */
export function TopologyGraph({ nodes, edges, chosen, onChoose, label }: TopologyGraphProps) {
  const [over, setOver] = useState<string | undefined>();
  const near = over ?? chosen;
  return (
    <MeasuredBox height={360}>
      {(width) => {
        const layout = layOutTopology(nodes, edges, width);
        const byEnds = new Map(edges.map((edge) => [`${edge.from} ${edge.to}`, edge]));
        return (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
          <section className={styles.scroller} aria-label={label} tabIndex={0}>
            <div className={styles.sheet} style={{ width: layout.width, height: layout.height }}>
              <svg width={layout.width} height={layout.height} className={chart.svg} aria-hidden="true">
                <defs>
                  <marker
                    id="arrow"
                    viewBox="0 0 8 8"
                    refX={6}
                    refY={4}
                    markerWidth={8}
                    markerHeight={8}
                    orient="auto"
                    markerUnits="userSpaceOnUse"
                  >
                    <path d="M0 0L8 4L0 8Z" fill="var(--ink-3)" />
                  </marker>
                </defs>
                {layout.edges.map((placed) => {
                  const edge = byEnds.get(`${placed.from} ${placed.to}`);
                  const failing = (edge?.errorShare ?? 0) >= FAILING;
                  const lit = near === placed.from || near === placed.to;
                  return (
                    <g key={`${placed.from} ${placed.to}`}>
                      <path
                        d={placed.path}
                        fill="none"
                        stroke={failing ? 'var(--now)' : lit ? 'var(--ink)' : 'var(--ink-4)'}
                        strokeWidth={lit ? 2 : 1.2}
                        strokeDasharray={failing ? '6 3' : undefined}
                        markerEnd="url(#arrow)"
                      />
                      {edge && (lit || failing) && (
                        <text
                          x={placed.middle.x}
                          y={placed.middle.y - 5}
                          textAnchor="middle"
                          className={`${failing ? chart.now : chart.second} ${chart.halo}`}
                        >
                          {failing
                            ? `${percentWords(edge.errorShare)} fail`
                            : `${numberWords(edge.requestsPerSecond)}/s`}
                        </text>
                      )}
                    </g>
                  );
                })}
              </svg>
              {layout.nodes.map((placed) => {
                const node = nodes.find((one) => one.id === placed.id)!;
                const look = node.look === 'calm' ? '' : styles[node.look];
                return (
                  <button
                    key={placed.id}
                    type="button"
                    className={`${styles.node} ${look} ${placed.id === chosen ? styles.chosen : ''}`}
                    style={{ left: placed.x, top: placed.y, width: layout.nodeWidth, height: nodeHeight }}
                    aria-label={node.words}
                    aria-pressed={placed.id === chosen}
                    onClick={() => onChoose(placed.id)}
                    onPointerEnter={() => setOver(placed.id)}
                    onPointerLeave={() => setOver(undefined)}
                    onFocus={() => setOver(placed.id)}
                    onBlur={() => setOver(undefined)}
                  >
                    <span className={styles.name}>
                      {node.mark}
                      <span>{shortName(node.name)}</span>
                    </span>
                    <span className={styles.figures}>{node.figures}</span>
                  </button>
                );
              })}
            </div>
          </section>
        );
      }}
    </MeasuredBox>
  );
}
