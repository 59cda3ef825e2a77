import type { Attributes } from '@foreshock/model/attributes.ts';
import type { ResourceScope } from '@foreshock/model/resource.ts';
import { InternTable } from './intern-table.ts';
import { Resource, Scope, skipField } from './message-tables.ts';
import type { ValueReader } from './value-reader.ts';
import type { WireReader } from './wire.ts';

interface ScopeName {
  readonly name: string;
  readonly version: string;
}

const decoder = new TextDecoder();
const noAttributes: Attributes = new Map();
const noScope: ScopeName = { name: '', version: '' };

/** The resources and scopes of one request: each different one is decoded once, however often it is sent. */
export class SourceTable {
  readonly sources: ResourceScope[] = [];
  readonly #reader: WireReader;
  readonly #values: ValueReader;
  readonly #slices: InternTable;
  readonly #resources = new Map<number, Attributes>();
  readonly #scopes = new Map<number, ScopeName>();
  readonly #urls = new Map<number, string>();
  readonly #known = new Map<string, number>();

  constructor(reader: WireReader, values: ValueReader) {
    this.#reader = reader;
    this.#values = values;
    this.#slices = new InternTable(reader.bytes);
  }

  /** Reads a Resource message, the reader standing before its length; the result goes to `sourceOf`. */
  readResource(): number {
    return this.#read(this.#resources, () => this.#decodeResource());
  }

  readScope(): number {
    return this.#read(this.#scopes, () => this.#decodeScope());
  }

  readUrl(): number {
    return this.#read(this.#urls, () => {
      const { at, limit } = this.#reader;
      this.#reader.resume(limit, limit);
      return decoder.decode(this.#reader.bytes.subarray(at, limit));
    });
  }

  /** Index into `sources`. Where a part was not sent, -1. The schema of the scope goes before that of the resource. */
  sourceOf(resource: number, resourceUrl: number, scope: number, scopeUrl: number): number {
    const schemaUrl = this.#urls.get(scopeUrl) || this.#urls.get(resourceUrl) || '';
    const key = `${resource} ${scope} ${schemaUrl}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { name, version } = this.#scopes.get(scope) ?? noScope;
    const attributes = this.#resources.get(resource) ?? noAttributes;
    const index = this.sources.push({ resource: attributes, scopeName: name, scopeVersion: version, schemaUrl }) - 1;
    this.#known.set(key, index);
    return index;
  }

  /** Equal bytes in different places mean different things, hence a map for each. */
  #read<T>(known: Map<number, T>, decode: () => T): number {
    const reader = this.#reader;
    reader.readSlice();
    const id = this.#slices.idOf(reader.start, reader.end);
    if (!known.has(id)) {
      const { at, limit } = reader;
      reader.visit(reader.start, reader.end);
      known.set(id, decode());
      reader.resume(at, limit);
    }
    return id;
  }

  #decodeResource(): Attributes {
    const reader = this.#reader;
    const values = this.#values;
    const attributes = new Map<string, string>();
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag !== 0x0a) {
        skipField(reader, tag, Resource);
        continue;
      }
      const mark = values.written.at;
      values.readKeyValue();
      attributes.set(values.key(), values.text());
      values.written.at = mark;
    }
    return attributes;
  }

  #decodeScope(): ScopeName {
    const reader = this.#reader;
    let name = '';
    let version = '';
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag !== 0x0a && tag !== 0x12) {
        skipField(reader, tag, Scope);
        continue;
      }
      reader.readSlice();
      const text = decoder.decode(reader.bytes.subarray(reader.start, reader.end));
      if (tag === 0x0a) name = text;
      else version = text;
    }
    return { name, version };
  }
}
