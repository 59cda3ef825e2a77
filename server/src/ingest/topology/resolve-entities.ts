import type { Attributes } from '@foreshock/model/attributes.ts';
import type { Change, ChangeId } from '@foreshock/model/change.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Relation, RelationKind } from '@foreshock/model/topology.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { type Identity, identify } from './identify.ts';

/** `lastSeen` is written again only after this long: a row per entity and minute would say nothing more. */
const REFRESH_AFTER_MS = 5 * MINUTE;

/** Old and new pods report side by side while a rollout runs: a version counts as new after being away this long. */
const VERSION_AWAY_MS = 30 * MINUTE;

/** Knows every entity seen so far and says what is new. One per tenant. */
export interface EntityRegistry {
  /** The entity that a resource is about. `namespace`: from the record, for resources that name none. */
  resolve(resource: Attributes, time: Timestamp, namespace?: string): EntityId;
  /** The callee that a client span names, by its address or service name, in the caller's cluster and namespace. */
  resolvePeer(caller: EntityId, address: string, time: Timestamp): EntityId;
  relate(from: EntityId, to: EntityId, kind: RelationKind, time: Timestamp): void;
  find(id: EntityId): Entity | undefined;
  /** What is new or changed since the last call. */
  takeChanges(): RegistryChanges;
}

export interface RegistryChanges {
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
  readonly changes: readonly Change[];
}

/** `known`: what the store holds, so that a restart does not see every version as a deploy. */
export function createEntityRegistry(known: readonly Entity[] = []): EntityRegistry {
  const entities = new Map<EntityId, Entity>(known.map((entity) => [entity.id, entity]));
  const byName = new Map<string, EntityId>();
  for (const entity of known) byName.set(nameKey(entity.cluster, entity.namespace, bareName(entity)), entity.id);
  const versionSeen = new Map<string, Timestamp>();
  for (const entity of known) versionSeen.set(`${entity.id} ${entity.version}`, entity.lastSeen);
  const relationSeen = new Map<string, Timestamp>();
  const changedEntities = new Set<EntityId>();
  let changedRelations: Relation[] = [];
  let changes: Change[] = [];

  function put(entity: Entity): void {
    entities.set(entity.id, entity);
    changedEntities.add(entity.id);
  }

  function idOf(identity: Identity): EntityId {
    if (!identity.fromWorkload && identity.kind === 'service') {
      const alias = byName.get(nameKey(identity.cluster, identity.namespace, identity.serviceName));
      if (alias) return alias;
    }
    // A workload that reports a service name is the same entity as before it did.
    const kind = identity.kind === 'service' ? 'workload' : identity.kind;
    return hashId('ent_', kind, identity.cluster, identity.namespace, identity.name) as EntityId;
  }

  function introducesVersion(id: EntityId, version: string, time: Timestamp): boolean {
    if (version === '') return false;
    const key = `${id} ${version}`;
    const seen = versionSeen.get(key);
    versionSeen.set(key, Math.max(seen ?? time, time));
    return seen === undefined || time - seen > VERSION_AWAY_MS;
  }

  function observe(identity: Identity, time: Timestamp): EntityId {
    const id = idOf(identity);
    const before = entities.get(id);
    const introduced = introducesVersion(id, identity.version, time);
    byName.set(nameKey(identity.cluster, identity.namespace, identity.name), id);
    if (identity.serviceName && identity.kind === 'service') {
      byName.set(nameKey(identity.cluster, identity.namespace, identity.serviceName), id);
    }
    if (!before) {
      put({
        id,
        kind: identity.kind,
        name:
          identity.namespace && identity.kind !== 'namespace'
            ? `${identity.namespace}/${identity.name}`
            : identity.name,
        cluster: identity.cluster,
        namespace: identity.namespace,
        nodes: [],
        version: identity.version,
        firstSeen: time,
        lastSeen: time,
      });
      return id;
    }
    const becomesService = identity.kind === 'service' && before.kind === 'workload';
    const newVersion = introduced && identity.version !== before.version;
    if (newVersion && before.version !== '') changes.push(deployOf(before, identity.version, time));
    const stale = time - before.lastSeen > REFRESH_AFTER_MS;
    if (becomesService || newVersion || stale) {
      put({
        ...before,
        kind: becomesService ? 'service' : before.kind,
        version: newVersion ? identity.version : before.version,
        lastSeen: Math.max(before.lastSeen, time),
      });
    }
    return id;
  }

  const registry: EntityRegistry = {
    resolve(resource, time, namespace) {
      const identity = identify(resource, namespace);
      const id = observe(identity, time);
      if (identity.kind === 'service' || identity.kind === 'workload') {
        if (identity.node) registry.relate(id, nodeOf(identity, time), 'runs-on', time);
      }
      if (identity.kind === 'volume' && identity.mountedBy) {
        const owner = observe(
          { ...identity, kind: 'workload', name: identity.mountedBy, fromWorkload: true, serviceName: '' },
          time,
        );
        registry.relate(owner, id, 'mounts', time);
        const volume = entities.get(id);
        if (volume && volume.owner !== owner) put({ ...volume, owner });
      }
      return id;
    },
    resolvePeer(caller, address, time) {
      const from = entities.get(caller);
      const cluster = from?.cluster ?? '';
      const namespace = from?.namespace ?? '';
      const host = hostOf(address);
      const [name = host, otherNamespace] = host.split('.');
      // `cart`, `cart.shop` and what follows; `api.stripe.com` is not the `api` of this namespace.
      const id =
        byName.get(nameKey(cluster, otherNamespace ?? namespace, name)) ??
        byName.get(nameKey(cluster, namespace, host));
      if (id) return id;
      const external: Identity = {
        kind: 'external',
        cluster,
        namespace: '',
        name: host,
        serviceName: '',
        fromWorkload: true,
        version: '',
        node: '',
        pod: '',
        mountedBy: '',
      };
      return observe(external, time);
    },
    relate(from, to, kind, time) {
      if (from === to) return;
      const key = `${from} ${to} ${kind}`;
      const seen = relationSeen.get(key);
      if (seen !== undefined && time - seen <= REFRESH_AFTER_MS) return;
      relationSeen.set(key, time);
      changedRelations.push({ from, to, kind, lastSeen: time });
      const entity = entities.get(from);
      if (kind === 'runs-on' && entity && !entity.nodes.includes(to))
        put({ ...entity, nodes: [...entity.nodes, to].sort() });
    },
    find: (id) => entities.get(id),
    takeChanges() {
      const taken = {
        entities: [...changedEntities].sort().map((id) => entities.get(id)!),
        relations: changedRelations,
        changes,
      };
      changedEntities.clear();
      changedRelations = [];
      changes = [];
      return taken;
    },
  };

  function nodeOf(identity: Identity, time: Timestamp): EntityId {
    return observe(
      {
        ...identity,
        kind: 'node',
        namespace: '',
        name: identity.node,
        serviceName: '',
        version: '',
        fromWorkload: true,
      },
      time,
    );
  }

  return registry;
}

function deployOf(entity: Entity, version: string, time: Timestamp): Change {
  const text = `${entity.version} to ${version}`;
  return {
    id: hashId('chg_', entity.id, 'deploy', String(time), text) as ChangeId,
    entity: entity.id,
    kind: 'deploy',
    time,
    text,
  };
}

/** Without its port: `db:5432`, `[2001:db8::1]:443`; an address of IPv6 alone has no port. */
function hostOf(address: string): string {
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(address);
  if (bracketed) return bracketed[1]!;
  return /^[^:]+:\d+$/.test(address) ? address.slice(0, address.lastIndexOf(':')) : address;
}

function bareName(entity: Entity): string {
  return entity.name.slice(entity.name.lastIndexOf('/') + 1);
}

function nameKey(cluster: string, namespace: string, name: string): string {
  return `${cluster}\u001f${namespace}\u001f${name}`;
}
