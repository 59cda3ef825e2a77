import type { EntityId } from '@foreshock/model/entity.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import type { BodyForm } from './body-form.ts';
import { type Cluster, type Leaf, type TemplateTree, textOf } from './template-tree.ts';

/** A template as the miner keeps it: its cluster, where that lives, and what was seen of it. */
export interface Mined {
  readonly entity: EntityId;
  id: TemplateId;
  readonly aliases: TemplateId[];
  readonly form: string;
  readonly place: BodyForm['place'];
  readonly cluster: Cluster;
  readonly path: readonly string[];
  severityNumber: number;
  firstSeen: Timestamp;
  lastSeen: Timestamp;
  count: number;
  lastUsed: number;
  isChanged: boolean;
  reportedAt: Timestamp;
}

/** Valid while the leaf is unchanged. `low` and `tokens` check the key: together 69 bits of the signature. */
export interface Remembered {
  readonly low: number;
  readonly tokens: number;
  readonly leaf: Leaf;
  readonly version: number;
  readonly mined: Mined;
}

/** All that is mined of one workload. */
export interface Workload {
  readonly entity: EntityId;
  readonly trees: Map<string, TemplateTree>;
  readonly byCluster: Map<Cluster, Mined>;
  readonly byId: Map<TemplateId, Mined>;
  /** Evicted, oldest first, by id and alias: they come back as they were. */
  readonly evicted: Map<TemplateId, Mined>;
  /** By form and hash of signature what it led to: a shortcut that decides nothing. */
  readonly remembered: Map<string, Map<number, Remembered>>;
  clusters: number;
}

export function oldest(mined: readonly Mined[], count: number): Mined[] {
  return [...mined].sort((a, b) => a.lastUsed - b.lastUsed).slice(0, count);
}

export function idOf(entity: EntityId, text: string): TemplateId {
  // The hash is what makes it an id of this brand.
  return hashId('tpl_', entity, text) as TemplateId;
}

export function textWithForm(cluster: Cluster, form: Pick<BodyForm, 'form' | 'place'>): string {
  const text = textOf(cluster);
  if (form.form === '') return text;
  if (text === '') return form.form;
  return form.place === 'before' ? `${form.form} ${text}` : `${text} ${form.form}`;
}

export function templateOf(mined: Mined): Template {
  return {
    id: mined.id,
    entity: mined.entity,
    text: textWithForm(mined.cluster, mined),
    aliases: [...mined.aliases],
    severityNumber: mined.severityNumber,
    firstSeen: mined.firstSeen,
    lastSeen: mined.lastSeen,
    count: mined.count,
  };
}
