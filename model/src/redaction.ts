/** What is looked for in telemetry before anything else sees it. The name is what stands in the place of a value. */
export const redactionKinds = [
  'EMAIL',
  'IPV4',
  'IPV6',
  'MAC',
  'PHONE',
  'CARD',
  'IBAN',
  'NATIONAL_ID',
  'USER',
  'SESSION',
  'JWT',
  'PRIVATE_KEY',
  'API_KEY',
  'AUTHORIZATION',
  'PASSWORD',
  'SECRET',
  'CUSTOM',
] as const;
export type RedactionKind = (typeof redactionKinds)[number];

/**
 * keep  the value stays as it is
 * mask  the kind, and the part of the value that tells least: `<CARD:*1111>`, `<EMAIL:*@example.com>`, `<IPV4:198.51.100.*>`
 * hash  the kind and a keyed pseudonym, `<EMAIL:7f3c9a1b2d4e>`: equal values stay equal inside of a project
 * drop  the kind alone, `<PASSWORD>`
 */
export const redactionModes = ['keep', 'mask', 'hash', 'drop'] as const;
export type RedactionMode = (typeof redactionModes)[number];

/** ISO 3166 alpha-2, of those whose national ids have a form and a checksum, or a form that is theirs alone. */
export const nationalIdCountries = ['br', 'de', 'es', 'fr', 'gb', 'it', 'nl', 'pl', 'us'] as const;
export type NationalIdCountry = (typeof nationalIdCountries)[number];

/** What a project has its telemetry searched for, and what becomes of what is found. */
export interface RedactionSettings {
  readonly modes: Readonly<Record<RedactionKind, RedactionMode>>;
  /** Fields, by the name of an attribute or JSON key, whose whole value is treated so; `*` stands for any characters. */
  readonly fields: readonly { readonly name: string; readonly mode: RedactionMode }[];
  /** What stays: values of keys (but for credentials of a fixed form), values as they are, values that a pattern covers. */
  readonly allow: {
    readonly keys: readonly string[];
    readonly values: readonly string[];
    readonly patterns: readonly string[];
  };
  /** Addresses of private, loopback and link-local ranges stay. */
  readonly keepPrivateAddresses: boolean;
  readonly nationalIds: readonly NationalIdCountry[];
  /** Patterns of the project, RE2 syntax. `keyword`: text without it is not searched, which is what makes them fast. */
  readonly patterns: readonly {
    readonly name: string;
    readonly pattern: string;
    readonly keyword: string;
    readonly mode: RedactionMode;
  }[];
  /** A higher one makes new pseudonyms: equal values before and after are no longer joined. */
  readonly keyVersion: number;
}

export type RedactionCounts = ReadonlyMap<RedactionKind, number>;

export const defaultRedactionSettings: RedactionSettings = {
  modes: {
    EMAIL: 'hash',
    IPV4: 'hash',
    IPV6: 'hash',
    MAC: 'hash',
    PHONE: 'hash',
    CARD: 'drop',
    IBAN: 'hash',
    NATIONAL_ID: 'hash',
    USER: 'hash',
    SESSION: 'hash',
    JWT: 'drop',
    PRIVATE_KEY: 'drop',
    API_KEY: 'drop',
    AUTHORIZATION: 'drop',
    PASSWORD: 'drop',
    SECRET: 'drop',
    CUSTOM: 'hash',
  },
  fields: [],
  allow: { keys: [], values: [], patterns: [] },
  keepPrivateAddresses: true,
  nationalIds: [],
  patterns: [],
  keyVersion: 1,
};
