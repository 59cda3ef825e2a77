// Hot path, benchmarks/analysis.ts: which groups an anomaly can belong to, without asking each. Made anew for each
// minute; whoever gives a group a member or takes one does it here.
import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { type Group, MAX_ENTITIES, MAX_MEMBERS } from './group.ts';
import { createMemberIndex, type MemberIndex } from './member-index.ts';
import type { Nearness } from './topology-distance.ts';
import type { Traits } from './traits.ts';

/** An open group. */
export interface IndexedGroup {
  readonly group: Group;
  readonly members: MemberIndex;
  /** Place among all, by when they became known. */
  readonly rank: number;
}

/** `nearby`: where it has members near the anomaly that it is a candidate for. */
export interface Candidate extends IndexedGroup {
  readonly nearby: EntityId[];
}

export interface GroupIndex {
  /** Whether it is in any group, open or not. */
  isMember(anomaly: Anomaly): boolean;
  /** Of an open group. */
  membersOf(group: Group): MemberIndex;
  /** To be told of each group that opens, also again. */
  open(group: Group): void;
  /** To be told of each that is merged into another or gives way to one. */
  close(group: Group): void;
  /** The group must have room. */
  join(group: Group, anomaly: Anomaly): void;
  leave(group: Group, anomaly: Anomaly): void;
  hasRoom(group: Group, entity: EntityId): boolean;
  /** Open groups that an anomaly may belong to, those that are known longest first. All others are too unlike. */
  candidates(anomaly: Traits, nearness: Nearness): Candidate[];
  /** Open groups with a member that depends on one of the group's, or is depended on, or is at the same place. */
  related(group: Group, nearness: Nearness): Set<Group>;
}

type Holders<Key> = Map<Key, Set<IndexedGroup>>;

/** `groups`: in the order in which they became known. */
export function createGroupIndex(groups: Iterable<Group>, traitsOf: (anomaly: Anomaly) => Traits): GroupIndex {
  const opened = new Map<Group, IndexedGroup>();
  const ranks = new Map<Group, number>();
  const ids = new Set<AnomalyId>();
  const byEntity: Holders<EntityId> = new Map();
  const byText: Holders<Traits['text']> = new Map();
  const withLines = new Set<IndexedGroup>();

  const enter = (group: Group, anomaly: Anomaly): void => {
    const traits = traitsOf(anomaly);
    const indexed = opened.get(group)!;
    indexed.members.add(traits);
    hold(byEntity, anomaly.entity, indexed);
    hold(byText, traits.text, indexed);
    if (traits.words) withLines.add(indexed);
  };
  const index: GroupIndex = {
    isMember: ({ id }) => ids.has(id),
    membersOf: (group) => opened.get(group)!.members,
    open(group) {
      const rank = ranks.get(group) ?? ranks.size;
      ranks.set(group, rank);
      opened.set(group, { group, members: createMemberIndex(), rank });
      for (const member of group.members.values()) {
        ids.add(member.id);
        enter(group, member);
      }
    },
    close(group) {
      const indexed = opened.get(group)!;
      for (const entity of indexed.members.byEntity.keys()) byEntity.get(entity)!.delete(indexed);
      for (const text of indexed.members.byText.keys()) byText.get(text)!.delete(indexed);
      withLines.delete(indexed);
      opened.delete(group);
    },
    join(group, anomaly) {
      const before = group.members.get(anomaly.id);
      if (before) index.leave(group, before);
      group.members.set(anomaly.id, anomaly);
      ids.add(anomaly.id);
      enter(group, anomaly);
    },
    leave(group, anomaly) {
      const indexed = opened.get(group)!;
      const traits = traitsOf(anomaly);
      group.members.delete(anomaly.id);
      indexed.members.remove(traits);
      if (!indexed.members.byEntity.has(anomaly.entity)) byEntity.get(anomaly.entity)!.delete(indexed);
      if (!indexed.members.byText.has(traits.text)) byText.get(traits.text)!.delete(indexed);
      if (indexed.members.lines.size === 0) withLines.delete(indexed);
    },
    hasRoom(group, entity) {
      if (group.members.size >= MAX_MEMBERS) return false;
      const there = opened.get(group)!.members.byEntity;
      return there.size < MAX_ENTITIES || there.has(entity);
    },
    candidates(anomaly, nearness) {
      const found = new Map<IndexedGroup, Candidate>();
      const nearbyOf = (holder: IndexedGroup): EntityId[] => {
        let candidate = found.get(holder);
        if (!candidate) {
          candidate = { ...holder, nearby: [] };
          found.set(holder, candidate);
        }
        return candidate.nearby;
      };
      for (const holder of byText.get(anomaly.text) ?? []) nearbyOf(holder);
      if (anomaly.words) for (const holder of withLines) nearbyOf(holder);
      for (const entity of nearness.around(anomaly.anomaly.entity).keys())
        for (const holder of byEntity.get(entity) ?? []) nearbyOf(holder).push(entity);
      return [...found.values()].sort((a, b) => a.rank - b.rank);
    },
    related(group, nearness) {
      const found = new Set<Group>();
      for (const entity of index.membersOf(group).byEntity.keys())
        for (const other of nearness.relatedTo(entity))
          for (const holder of byEntity.get(other) ?? []) if (holder.group !== group) found.add(holder.group);
      return found;
    },
  };
  for (const group of groups) {
    ranks.set(group, ranks.size);
    for (const id of group.members.keys()) ids.add(id);
    if (group.state === 'open') index.open(group);
  }
  return index;
}

function hold<Key>(holders: Holders<Key>, key: Key, holder: IndexedGroup): void {
  const there = holders.get(key);
  if (there) there.add(holder);
  else holders.set(key, new Set([holder]));
}
