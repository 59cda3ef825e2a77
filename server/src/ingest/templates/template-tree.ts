import { CONSTANT, DELIMITER, SLOT, type TokenLine } from './tokenize.ts';

/** Lines that differ in slots alone. Changes in place as it takes in lines. */
export interface Cluster {
  readonly texts: string[];
  readonly kinds: number[];
  readonly spaced: readonly boolean[];
  /** Order of creation in its workload; the older wins a tie. */
  readonly number: number;
}

/** Clusters of one token count that begin alike. `version` rises whenever the outcome of a match could change. */
export interface Leaf {
  /** Keys from the root, the token count first. */
  readonly path: readonly string[];
  readonly clusters: Cluster[];
  version: number;
}

export interface TemplateTree {
  readonly root: Node;
}

interface Node {
  readonly children: Map<string, Node>;
  leaf: Leaf | undefined;
}

/**
 * From this share of equal tokens on a line joins a cluster and turns what differs into slots. Of a short line two
 * tokens are a larger share.
 */
const SIMILAR = 0.65;
const SIMILAR_BUT_TWO = 0.6;
const DEPTH = 2;
const MAX_CHILDREN = 100;
const ANY = '*';
const ANY_SLOT = '<*>';

export function createTree(): TemplateTree {
  return { root: { children: new Map(), leaf: undefined } };
}

/** The leaf that holds the clusters which `line` may join: by token count and up to two words. */
export function leafOf(tree: TemplateTree, line: Pick<TokenLine, 'texts' | 'kinds'>): Leaf {
  const count = line.texts.length;
  const path = [String(count)];
  let node = childOf(tree.root, path[0]!);
  for (let i = 0; i < count && path.length <= DEPTH; i++) {
    if (line.kinds[i] === DELIMITER) continue;
    const wanted = line.kinds[i] === SLOT || hasDigit(line.texts[i]!) ? ANY : line.texts[i]!;
    const key = node.children.has(wanted) || node.children.size < MAX_CHILDREN ? wanted : ANY;
    node = childOf(node, key);
    path.push(key);
  }
  node.leaf ??= { path, clusters: [], version: 0 };
  return node.leaf;
}

/** The leaf at a path that `Leaf.path` gave. */
export function leafAt(tree: TemplateTree, path: readonly string[]): Leaf {
  let node = tree.root;
  for (const key of path) node = childOf(node, key);
  node.leaf ??= { path, clusters: [], version: 0 };
  return node.leaf;
}

/** Takes the cluster out, and the branch when nothing is left on it: a tree is always what its clusters make of it. */
export function removeCluster(tree: TemplateTree, leaf: Leaf, cluster: Cluster): void {
  leaf.clusters.splice(leaf.clusters.indexOf(cluster), 1);
  leaf.version++;
  if (leaf.clusters.length === 0) prune(tree, leaf);
}

/** Takes an empty leaf out with the branches that bear nothing else. */
export function prune(tree: TemplateTree, leaf: Leaf): void {
  const branch = [tree.root];
  for (const key of leaf.path) branch.push(branch.at(-1)!.children.get(key)!);
  branch.at(-1)!.leaf = undefined;
  for (let depth = branch.length - 1; depth > 0; depth--) {
    const node = branch[depth]!;
    if (node.children.size > 0 || node.leaf !== undefined) return;
    branch[depth - 1]!.children.delete(leaf.path[depth - 1]!);
  }
}

function childOf(node: Node, key: string): Node {
  let child = node.children.get(key);
  if (child === undefined) {
    child = { children: new Map(), leaf: undefined };
    node.children.set(key, child);
  }
  return child;
}

function hasDigit(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 48 && code <= 57) return true;
  }
  return false;
}

/**
 * The cluster that takes in the line, and whether it covers it already; `undefined` when the line needs its own.
 *
 * Drain (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017), with one rule more: a
 * cluster whose slots and equal words make up the whole line covers it, however few words that are. Without the rule
 * a template that is mostly slots stays under the similarity it needs, and each of its lines makes a new cluster.
 */
export function findCluster(
  leaf: Leaf,
  line: TokenLine,
): { readonly cluster: Cluster; readonly covers: boolean } | undefined {
  let best: Cluster | undefined;
  let bestScore = -1;
  let bestSlots = -1;
  let needed = SIMILAR;
  for (const cluster of leaf.clusters) {
    const { score, slots, different } = similarity(cluster, line);
    const isBetter =
      score > bestScore ||
      (score === bestScore && (slots > bestSlots || (slots === bestSlots && cluster.number < best!.number)));
    if (isBetter) {
      best = cluster;
      bestScore = score;
      bestSlots = slots;
      needed = different <= 2 ? SIMILAR_BUT_TWO : SIMILAR;
    }
  }
  if (best === undefined || bestScore < needed) return undefined;
  return { cluster: best, covers: bestScore >= 2 };
}

interface Similarity {
  /** 2 and more: covered exactly. Else the share of equal words among all but equal delimiters. */
  readonly score: number;
  readonly slots: number;
  /** Tokens that are slots or not equal. */
  readonly different: number;
}

function similarity(cluster: Cluster, line: TokenLine): Similarity {
  const { texts, kinds } = cluster;
  let total = 0;
  let equal = 0;
  let slots = 0;
  for (let i = 0; i < texts.length; i++) {
    const isEqual = texts[i] === line.texts[i];
    if (kinds[i] === SLOT) {
      total++;
      slots++;
    } else if (!(isEqual && kinds[i] === DELIMITER)) {
      total++;
      if (isEqual && kinds[i] === CONSTANT) equal++;
    }
  }
  if (total === 0) return { score: 3, slots, different: 0 };
  const share = equal / total;
  return { score: equal + slots === total ? 2 + share : share, slots, different: total - equal };
}

/** Turns what differs into slots. True when the text of the cluster changed. */
export function absorb(cluster: Cluster, line: TokenLine): boolean {
  let changed = false;
  for (let i = 0; i < cluster.texts.length; i++) {
    if (cluster.texts[i] === line.texts[i] || cluster.texts[i] === ANY_SLOT) continue;
    cluster.texts[i] = ANY_SLOT;
    cluster.kinds[i] = SLOT;
    changed = true;
  }
  return changed;
}

/** The text of a cluster, blanks where its first line had them. */
export function textOf(cluster: Pick<Cluster, 'texts' | 'spaced'>): string {
  let text = '';
  for (let i = 0; i < cluster.texts.length; i++)
    text += cluster.spaced[i] && i > 0 ? ` ${cluster.texts[i]}` : cluster.texts[i];
  return text;
}
