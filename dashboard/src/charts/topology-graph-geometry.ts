export interface GraphNode {
  readonly id: string;
  readonly name: string;
  /** Larger is worse; only orders the nodes of one layer. */
  readonly risk: number;
}

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

export interface PlacedNode {
  readonly id: string;
  readonly layer: number;
  readonly x: number;
  readonly y: number;
}

export interface TopologyLayout {
  readonly width: number;
  readonly height: number;
  readonly nodeWidth: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly path: string;
    readonly middle: { readonly x: number; readonly y: number };
  }[];
}

const ROW = 68;
const NODE_HEIGHT = 44;
const TOP = 30;
const LEAST_COLUMN = 190;

/**
 * Callers to the left, callees to the right: a node's layer is the longest way to it from a caller that nobody calls.
 * The same entities always give the same picture: order comes from names and neighbours, never from chance.
 *
 * After Sugiyama, Tagawa and Toda (1981): layers, then a few sweeps by the mean place of the neighbours.
 */
export function layOutTopology(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  width: number,
): TopologyLayout {
  const ids = new Set(nodes.map((node) => node.id));
  const known = edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to) && edge.from !== edge.to);
  const layerOf = assignLayers(nodes, known);
  const layers = orderLayers(nodes, known, layerOf);
  const columns = Math.max(1, layers.length);
  const nodeWidth = Math.min(184, Math.max(124, width / columns - 56));
  const full = Math.max(width, columns * LEAST_COLUMN);
  const gap = columns > 1 ? (full - nodeWidth) / (columns - 1) : 0;
  const tallest = Math.max(1, ...layers.map((layer) => layer.length));
  const places = new Map<string, PlacedNode>();
  for (const [column, layer] of layers.entries()) {
    const offset = ((tallest - layer.length) * ROW) / 2;
    for (const [row, id] of layer.entries()) {
      places.set(id, { id, layer: column, x: column * gap, y: TOP + offset + row * ROW });
    }
  }
  return {
    width: full,
    height: TOP + tallest * ROW + 4,
    nodeWidth,
    nodes: nodes.flatMap((node) => places.get(node.id) ?? []),
    edges: known.map((edge) => ({ ...edge, ...route(places.get(edge.from)!, places.get(edge.to)!, nodeWidth) })),
  };
}

/** Longest path from the callers that nobody calls, along a topological order; edges that close a circle are passed over. */
function assignLayers(nodes: readonly GraphNode[], edges: readonly GraphEdge[]): ReadonlyMap<string, number> {
  const nameOf = new Map(nodes.map((node) => [node.id, node.name]));
  const byName = (a: string, b: string) => nameOf.get(a)!.localeCompare(nameOf.get(b)!) || a.localeCompare(b);
  const callees = new Map(
    nodes.map((node) => [
      node.id,
      edges
        .filter((edge) => edge.from === node.id)
        .map((edge) => edge.to)
        .sort(byName),
    ]),
  );
  const called = new Set(edges.map((edge) => edge.to));
  const names = nodes.map((node) => node.id).sort(byName);
  // What only calls itself in a circle begins where the names begin.
  const starts = [...names.filter((id) => !called.has(id)), ...names.filter((id) => called.has(id))];
  const state = new Map<string, 'open' | 'done'>();
  const forward: GraphEdge[] = [];
  const finished: string[] = [];
  const visit = (id: string) => {
    state.set(id, 'open');
    for (const to of callees.get(id) ?? []) {
      if (state.get(to) === 'open') continue;
      forward.push({ from: id, to });
      if (!state.has(to)) visit(to);
    }
    state.set(id, 'done');
    finished.push(id);
  };
  for (const id of starts) if (!state.has(id)) visit(id);
  const layer = new Map(names.map((id) => [id, 0]));
  const after = Map.groupBy(forward, (edge) => edge.from);
  for (const id of finished.toReversed()) {
    for (const edge of after.get(id) ?? []) layer.set(edge.to, Math.max(layer.get(edge.to)!, layer.get(id)! + 1));
  }
  return layer;
}

const SWEEPS = 4;

function orderLayers(
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
  layerOf: ReadonlyMap<string, number>,
): string[][] {
  const count = Math.max(0, ...layerOf.values()) + 1;
  const byName = [...nodes].sort((a, b) => b.risk - a.risk || a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
  const layers = Array.from({ length: nodes.length === 0 ? 0 : count }, (_, i) =>
    byName.filter((node) => layerOf.get(node.id) === i).map((node) => node.id),
  );
  const neighbours = new Map<string, string[]>();
  for (const edge of edges) {
    neighbours.set(edge.from, [...(neighbours.get(edge.from) ?? []), edge.to]);
    neighbours.set(edge.to, [...(neighbours.get(edge.to) ?? []), edge.from]);
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const place = new Map<string, number>();
    for (const layer of layers) for (const [i, id] of layer.entries()) place.set(id, (i + 0.5) / layer.length);
    for (const layer of sweep % 2 === 0 ? layers : layers.toReversed()) {
      const wanted = new Map(
        layer.map((id) => {
          const around = (neighbours.get(id) ?? []).map((other) => place.get(other)!);
          return [
            id,
            around.length === 0 ? place.get(id)! : around.reduce((sum, value) => sum + value, 0) / around.length,
          ];
        }),
      );
      // Array sort is stable, so equal means keep the order of risk and name.
      layer.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
      for (const [i, id] of layer.entries()) place.set(id, (i + 0.5) / layer.length);
    }
  }
  return layers;
}

function route(
  from: PlacedNode,
  to: PlacedNode,
  nodeWidth: number,
): { path: string; middle: { x: number; y: number } } {
  const [y1, y2] = [from.y + NODE_HEIGHT / 2, to.y + NODE_HEIGHT / 2];
  const forward = to.x > from.x;
  const [x1, x2] = forward ? [from.x + nodeWidth, to.x - 6] : [from.x, to.x + nodeWidth + 6];
  const bend = forward ? Math.max(24, (x2 - x1) / 2) : -Math.max(24, Math.abs(x2 - x1) / 2);
  const path = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  return { path, middle: { x: (x1 + x2) / 2, y: (y1 + y2) / 2 } };
}

/** Height of the box of a node. */
export const nodeHeight = NODE_HEIGHT;
