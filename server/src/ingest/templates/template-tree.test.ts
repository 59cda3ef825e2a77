import { expect, test } from 'vitest';
import {
  absorb,
  type Cluster,
  createTree,
  findCluster,
  leafAt,
  leafOf,
  removeCluster,
  textOf,
} from './template-tree.ts';
import { tokenize } from './tokenize.ts';

function clusterOf(line: string, number = 0): Cluster {
  const { texts, kinds, spaced } = tokenize(line);
  return { texts: [...texts], kinds: [...kinds], spaced, number };
}

test('lines that share their first words and length share a leaf, others do not', () => {
  const tree = createTree();
  const leaf = leafOf(tree, tokenize('user alice logged in'));
  expect(leafOf(tree, tokenize('user alice logged out'))).toBe(leaf);
  expect(leafOf(tree, tokenize('user bob logged in'))).not.toBe(leaf);
  expect(leafOf(tree, tokenize('user alice logged in again'))).not.toBe(leaf);
});

test('after a hundred first words the rest share one branch', () => {
  const tree = createTree();
  const word = (i: number) => String.fromCharCode(97 + (i % 26), 97 + Math.floor(i / 26));
  for (let i = 0; i < 100; i++) leafOf(tree, tokenize(`${word(i)} same`));
  expect(leafOf(tree, tokenize('zz same'))).toBe(leafOf(tree, tokenize('yz same')));
});

test('a similar line turns what differs into a slot, and is covered from then on', () => {
  const tree = createTree();
  const cluster = clusterOf('cache miss for key alpha in region north');
  const leaf = leafOf(tree, cluster);
  leaf.clusters.push(cluster);
  const line = tokenize('cache miss for key beta in region north');
  expect(findCluster(leaf, line)).toEqual({ cluster, covers: false });
  expect(absorb(cluster, line)).toBe(true);
  expect(textOf(cluster)).toBe('cache miss for key <*> in region north');
  expect(findCluster(leaf, tokenize('cache miss for key gamma in region north'))).toEqual({ cluster, covers: true });
});

test('two of five words may differ, three of eight may not', () => {
  const joins = (known: string, line: string): boolean => {
    const tree = createTree();
    const cluster = clusterOf(known);
    const leaf = leafOf(tree, cluster);
    leaf.clusters.push(cluster);
    return findCluster(leaf, tokenize(line)) !== undefined;
  };
  expect(joins('alpha beta gamma delta epsilon', 'alpha beta gamma one two')).toBe(true);
  expect(joins('alpha beta gamma delta epsilon zeta eta theta', 'alpha beta gamma delta epsilon one two three')).toBe(
    false,
  );
  expect(joins('alpha beta gamma delta epsilon zeta eta theta', 'alpha beta gamma delta epsilon zeta one two')).toBe(
    true,
  );
});

test('a line that differs in most words finds nothing', () => {
  const tree = createTree();
  const cluster = clusterOf('alpha beta gamma delta epsilon');
  const leaf = leafOf(tree, cluster);
  leaf.clusters.push(cluster);
  expect(findCluster(leaf, tokenize('alpha beta one two three'))).toBeUndefined();
});

test('taking out the last cluster leaves an empty tree', () => {
  const tree = createTree();
  const cluster = clusterOf('alpha beta gamma');
  const leaf = leafOf(tree, cluster);
  leaf.clusters.push(cluster);
  expect(leafAt(tree, leaf.path)).toBe(leaf);
  removeCluster(tree, leaf, cluster);
  expect(tree.root.children.size).toBe(0);
});
