import type { EntityId } from '@foreshock/model/entity.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import type { TemplateMerge } from '@foreshock/model/template-merge.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { type BodyForm, formOf } from './body-form.ts';
import { hashSignature, type SignatureHash } from './hash-signature.ts';
import { createMergedTemplates } from './merged-templates.ts';
import {
  idOf,
  type Mined,
  oldest,
  type Remembered,
  templateOf,
  textWithForm,
  type Workload,
} from './mined-template.ts';
import {
  absorb,
  type Cluster,
  createTree,
  findCluster,
  type Leaf,
  leafAt,
  leafOf,
  prune,
  removeCluster,
  type TemplateTree,
} from './template-tree.ts';
import { type TokenLine, tokenize } from './tokenize.ts';

/**
 * Log lines in, template ids out: one miner per workload, so what a workload writes gets the same ids whatever the
 * others write. Ids are hashes of workload and text. A template that generalises gets a new id and keeps the old ones as
 * aliases: templates merge and never split.
 */
export interface TemplateMiner {
  /** `structured`: the body is the JSON text of a map. Severity is kept with the template and never mined. */
  assign(entity: EntityId, body: string, structured: boolean, severityNumber: number, time: Timestamp): TemplateId;
  /** What is known of a template that `assign` gave; `undefined` for an id that has generalised or was evicted since. */
  find(entity: EntityId, id: TemplateId): Pick<Template, 'firstSeen' | 'aliases'> | undefined;
  /** What people and a model were found to be right about: from now on the members of a merge have its id. Told again at each change. */
  setMerges(merges: readonly TemplateMerge[]): void;
  /** New, or changed in text, aliases or severity since the last call; counts are up to a minute of log time behind. */
  changed(): Template[];
  /** All that a restart needs: what follows is the same as without one. */
  snapshot(): Uint8Array;
}

export interface MinerOptions {
  /** The least recently used go first. */
  readonly maxPerWorkload: number;
  readonly maxTotal: number;
}

const DEFAULTS: MinerOptions = { maxPerWorkload: 5_000, maxTotal: 50_000 };
/** More clusters than this behind two equal first words are variants of few lines; the search is linear in them. */
const MAX_PER_LEAF = 200;
/** Share of a full workload that goes at once, so that the search for the oldest is rare. */
const EVICT_SHARE = 0.1;
const MAX_REMEMBERED_LINES = 20_000;
const MAX_REMEMBERED_FORMS = 1_000;

export function createMiner(options: Partial<MinerOptions> = {}, snapshot?: Uint8Array): TemplateMiner {
  const { maxPerWorkload, maxTotal } = { ...DEFAULTS, ...options };
  const workloads = new Map<EntityId, Workload>();
  const dirty = new Set<Mined>();
  const hash: SignatureHash = { low: 0, high: 0, tokens: 0 };
  const merged = createMergedTemplates();
  let used = 0;
  let total = 0;
  if (snapshot !== undefined) restore(snapshot);

  function assign(
    entity: EntityId,
    body: string,
    structured: boolean,
    severityNumber: number,
    time: Timestamp,
  ): TemplateId {
    const workload = workloads.get(entity) ?? addWorkload(entity);
    const form = formOf(body, structured);
    const mined = place(workload, form);
    mined.count++;
    mined.lastUsed = ++used;
    if (mined.firstSeen === 0 || time < mined.firstSeen) mined.firstSeen = time;
    if (time > mined.lastSeen) mined.lastSeen = time;
    if (severityNumber > mined.severityNumber) {
      mined.severityNumber = severityNumber;
      mined.isChanged = true;
    }
    if (mined.isChanged || mined.lastSeen - mined.reportedAt >= MINUTE) dirty.add(mined);
    return merged.idOf(mined);
  }

  function addWorkload(entity: EntityId): Workload {
    const workload: Workload = {
      entity,
      trees: new Map(),
      byCluster: new Map(),
      byId: new Map(),
      evicted: new Map(),
      remembered: new Map(),
      clusters: 0,
    };
    workloads.set(entity, workload);
    return workload;
  }

  function place(workload: Workload, form: BodyForm): Mined {
    hashSignature(form.line, hash);
    const remembered = rememberedOf(workload, form.form);
    const key = hash.high * 2 ** 21 + (hash.low & (2 ** 21 - 1));
    const known = remembered.get(key);
    // Fast path: a line like this was seen and nothing near it has changed since.
    if (
      known !== undefined &&
      known.low === hash.low &&
      known.tokens === hash.tokens &&
      known.version === known.leaf.version
    )
      return known.mined;

    const { low, tokens } = hash;
    const line = tokenize(form.line);
    const tree = treeOf(workload, form.form);
    const leaf = leafOf(tree, line);
    const found = findCluster(leaf, line);
    let mined: Mined;
    if (found === undefined) mined = addCluster(workload, form, leaf, line);
    else {
      mined = workload.byCluster.get(found.cluster)!;
      if (absorb(found.cluster, line)) mined = rename(workload, mined, leaf);
    }
    if (remembered.size >= MAX_REMEMBERED_LINES) remembered.clear();
    // A template that came back or merged may live elsewhere.
    if (leaf.clusters.includes(mined.cluster)) remembered.set(key, { low, tokens, leaf, version: leaf.version, mined });
    return mined;
  }

  function rememberedOf(workload: Workload, form: string): Map<number, Remembered> {
    let remembered = workload.remembered.get(form);
    if (remembered === undefined) {
      if (workload.remembered.size >= MAX_REMEMBERED_FORMS) workload.remembered.clear();
      remembered = new Map();
      workload.remembered.set(form, remembered);
    }
    return remembered;
  }

  function treeOf(workload: Workload, form: string): TemplateTree {
    let tree = workload.trees.get(form);
    if (tree === undefined) {
      tree = createTree();
      workload.trees.set(form, tree);
    }
    return tree;
  }

  function addCluster(workload: Workload, form: BodyForm, leaf: Leaf, line: TokenLine): Mined {
    const cluster: Cluster = {
      texts: [...line.texts],
      kinds: [...line.kinds],
      spaced: line.spaced,
      number: workload.clusters++,
    };
    const id = idOf(workload.entity, textWithForm(cluster, form));
    const back = workload.evicted.get(id);
    const mined: Mined = back ?? {
      entity: workload.entity,
      id,
      aliases: [],
      form: form.form,
      place: form.place,
      cluster,
      path: leaf.path,
      severityNumber: 0,
      firstSeen: 0,
      lastSeen: 0,
      count: 0,
      lastUsed: 0,
      isChanged: true,
      reportedAt: 0,
    };
    if (back !== undefined) {
      forgetEvicted(workload, back);
      if (leaf.clusters.length === 0) prune(treeOf(workload, form.form), leaf);
    }
    merged.join(mined);
    // Takes its place in the order of use before the oldest are looked for.
    mined.lastUsed = ++used;
    keep(workload, mined, back === undefined ? leaf : leafAt(treeOf(workload, back.form), back.path));
    if (leaf.clusters.length > MAX_PER_LEAF)
      evict(
        workload,
        oldest(
          leaf.clusters.map((other) => workload.byCluster.get(other)!),
          1,
        ),
      );
    if (workload.byId.size > maxPerWorkload)
      evict(workload, oldest([...workload.byId.values()], Math.ceil(maxPerWorkload * EVICT_SHARE)));
    if (total > maxTotal) evictAnywhere();
    return mined;
  }

  function keep(workload: Workload, mined: Mined, leaf: Leaf): void {
    leaf.clusters.push(mined.cluster);
    leaf.version++;
    workload.byCluster.set(mined.cluster, mined);
    workload.byId.set(mined.id, mined);
    total++;
  }

  function evictAnywhere(): void {
    const all = [...workloads.values()].flatMap((workload) => [...workload.byId.values()]);
    for (const mined of oldest(all, Math.ceil(maxTotal * EVICT_SHARE))) evict(workloads.get(mined.entity)!, [mined]);
  }

  function evict(workload: Workload, goners: readonly Mined[]): void {
    for (const mined of goners) {
      remove(workload, mined);
      for (const id of [mined.id, ...mined.aliases]) workload.evicted.set(id, mined);
    }
    while (workload.evicted.size > 2 * maxPerWorkload) forgetEvicted(workload, workload.evicted.values().next().value!);
  }

  function forgetEvicted(workload: Workload, mined: Mined): void {
    for (const id of [mined.id, ...mined.aliases]) if (workload.evicted.get(id) === mined) workload.evicted.delete(id);
  }

  function remove(workload: Workload, mined: Mined): void {
    const tree = treeOf(workload, mined.form);
    removeCluster(tree, leafAt(tree, mined.path), mined.cluster);
    if (tree.root.children.size === 0) workload.trees.delete(mined.form);
    workload.byCluster.delete(mined.cluster);
    workload.byId.delete(mined.id);
    total--;
  }

  /** After the text changed: the new id, or the template that already has this text. */
  function rename(workload: Workload, mined: Mined, leaf: Leaf): Mined {
    leaf.version++;
    const id = idOf(workload.entity, textWithForm(mined.cluster, mined));
    const same = workload.byId.get(id);
    if (same !== undefined) {
      remove(workload, mined);
      dirty.delete(mined);
      merged.follow(mined, same);
      same.aliases.push(mined.id, ...mined.aliases);
      same.count += mined.count;
      same.firstSeen = Math.min(same.firstSeen, mined.firstSeen);
      same.lastSeen = Math.max(same.lastSeen, mined.lastSeen);
      same.severityNumber = Math.max(same.severityNumber, mined.severityNumber);
      same.isChanged = true;
      return same;
    }
    const gone = workload.evicted.get(id);
    if (gone !== undefined) {
      forgetEvicted(workload, gone);
      mined.aliases.push(...[gone.id, ...gone.aliases].filter((alias) => alias !== id));
      mined.firstSeen = Math.min(mined.firstSeen, gone.firstSeen);
      mined.count += gone.count;
    }
    workload.byId.delete(mined.id);
    mined.aliases.push(mined.id);
    mined.id = id;
    mined.isChanged = true;
    workload.byId.set(id, mined);
    return mined;
  }

  function changed(): Template[] {
    const own = [...dirty].filter((mined) => {
      mined.isChanged = false;
      mined.reportedAt = mined.lastSeen;
      return !merged.note(mined);
    });
    dirty.clear();
    return [...merged.takeChanged(), ...own.map(templateOf)];
  }

  function setMerges(merges: readonly TemplateMerge[]): void {
    const known = [...workloads.values()].flatMap(({ byId, evicted }) => [...byId.values(), ...evicted.values()]);
    for (const mined of merged.set(merges, known)) dirty.add(mined);
  }

  function snapshotState(): Uint8Array {
    const rows = [...workloads.values()].map((workload) => ({
      entity: workload.entity,
      clusters: workload.clusters,
      kept: [...workload.byCluster.values()],
      evicted: [...new Set(workload.evicted.values())],
    }));
    const unreported = [...dirty].map((mined) => [mined.entity, mined.id]);
    return new TextEncoder().encode(JSON.stringify({ version: 1, used, rows, unreported }));
  }

  function restore(bytes: Uint8Array): void {
    // Written by `snapshotState` of the same version and read from our own store, so the shape holds.
    const state = JSON.parse(new TextDecoder().decode(bytes)) as {
      used: number;
      rows: { entity: EntityId; clusters: number; kept: Mined[]; evicted: Mined[] }[];
      unreported: [EntityId, TemplateId][];
    };
    used = state.used;
    for (const row of state.rows) {
      const workload = addWorkload(row.entity);
      workload.clusters = row.clusters;
      for (const mined of row.kept) keep(workload, mined, leafAt(treeOf(workload, mined.form), mined.path));
      for (const mined of row.evicted) {
        for (const id of [mined.id, ...mined.aliases]) workload.evicted.set(id, mined);
      }
    }
    for (const [entity, id] of state.unreported) {
      const workload = workloads.get(entity)!;
      const mined = workload.byId.get(id) ?? workload.evicted.get(id);
      if (mined !== undefined) dirty.add(mined);
    }
  }

  const find: TemplateMiner['find'] = (entity, id) => merged.find(id) ?? workloads.get(entity)?.byId.get(id);

  return { assign, find, setMerges, changed, snapshot: snapshotState };
}
