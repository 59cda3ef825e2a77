import { nationalIdCountries, redactionKinds, redactionModes } from '@foreshock/model/redaction.ts';
import { signals } from '@foreshock/model/telemetry.ts';
import { z } from 'zod';
import { operation, withheld } from '../operation.ts';
import { Time } from '../shapes.ts';

const Mode = z
  .enum(redactionModes)
  .describe(
    'keep; mask (the kind and a harmless part); hash (the kind and a pseudonym of this project); drop (the kind)',
  );

const MOST_ENTRIES = 200;
const Name = z.string().min(1).max(200);
const Pattern = z.string().min(1).max(1_000);

const Settings = z.object({
  modes: z.record(z.enum(redactionKinds), Mode).describe('what becomes of each kind of value'),
  fields: z
    .array(z.object({ name: Name, mode: Mode }))
    .max(MOST_ENTRIES)
    .describe('attributes and JSON keys whose whole value is treated so; * stands for any characters'),
  allow: z
    .object({
      keys: z.array(Name).max(MOST_ENTRIES),
      values: z.array(z.string().min(1).max(1_000)).max(MOST_ENTRIES),
      patterns: z.array(Pattern).max(MOST_ENTRIES),
    })
    .describe('what stays: values under keys, values as they are, values that an RE2 pattern covers'),
  keepPrivateAddresses: z.boolean().describe('addresses of private, loopback and link-local ranges stay'),
  nationalIds: z.array(z.enum(nationalIdCountries)).describe('countries whose national ids are looked for'),
  patterns: z
    .array(
      z.object({
        name: z.string().regex(/^[A-Z][A-Z0-9_]{1,29}$/, 'expected 2 to 30 of A-Z, 0-9 and _, beginning with a letter'),
        pattern: Pattern,
        keyword: z.string().max(100),
        mode: Mode,
      }),
    )
    .max(50)
    .describe('patterns of the project in RE2 syntax; only texts that hold the keyword are searched'),
  keyVersion: z
    .number()
    .int()
    .min(1)
    .max(1_000_000)
    .describe('a higher one makes new pseudonyms, which are not joined with those before'),
});

const KeptSettings = z.object({
  version: z.number().int().describe('0 until somebody changes the defaults'),
  changedBy: z.string(),
  changedAt: Time.nullable(),
  settings: Settings,
});

export const getRedactionSettings = operation({
  name: 'getRedactionSettings',
  summary: 'What telemetry is searched for before it is stored, and what becomes of what is found.',
  kind: 'query',
  route: 'GET /api/v1/settings/redaction',
  role: 'viewer',
  tool: withheld('tells what is not hidden'),
  input: z.object({}),
  output: KeptSettings,
  errors: [],
});

export const updateRedactionSettings = operation({
  name: 'updateRedactionSettings',
  summary: 'Replaces the settings as a whole. Holds for what is stored from now on; what is stored stays as it is.',
  kind: 'command',
  route: 'POST /api/v1/settings/redaction',
  role: 'admin',
  tool: withheld('a person decides what is hidden'),
  input: z.object({ version: z.number().int().min(0).describe('the version that was read'), settings: Settings }),
  output: KeptSettings,
  errors: ['input-invalid', 'state-conflict'],
});

/** A command, so that it is on record who asked: who may try out values learns which pseudonym is whose. */
export const previewRedaction = operation({
  name: 'previewRedaction',
  summary: 'What would become of these lines, by the settings given or by those that hold. The lines are not kept.',
  kind: 'command',
  route: 'POST /api/v1/settings/redaction:preview',
  role: 'editor',
  tool: withheld('takes text that nobody has redacted yet'),
  input: z.object({ lines: z.array(z.string().max(65_536)).min(1).max(200), settings: Settings.optional() }),
  output: z.object({
    items: z.array(
      z.object({
        text: z.string(),
        changed: z.boolean(),
        found: z.array(z.object({ kind: z.enum(redactionKinds), count: z.number().int() })),
      }),
    ),
  }),
  errors: ['input-invalid'],
});

const Count = z.object({
  name: z.string().describe('a kind, or CUSTOM_ and the name of a pattern'),
  values: z.number().int(),
});

/** A command for the same reason. */
export const previewRedactionOnStored = operation({
  name: 'previewRedactionOnStored',
  summary:
    'What other settings would hide of the newest telemetry of the last hour that is stored in clear. Nothing is changed.',
  kind: 'command',
  route: 'POST /api/v1/settings/redaction:preview-stored',
  role: 'admin',
  tool: withheld('a person decides what is hidden'),
  input: z.object({ settings: Settings }),
  output: z.object({
    from: Time,
    to: Time,
    searched: z.object({
      logs: z.number().int(),
      spans: z.number().int(),
      series: z.number().int(),
      values: z.number().int(),
    }),
    cut: z.boolean().describe('the hour has more than was searched'),
    changed: z.object({ records: z.number().int(), values: z.number().int() }),
    found: z.array(Count).describe('what would be hidden, most first'),
    hidden: z.array(Count).describe('what is hidden in them already and stays so: what was sent is not kept'),
    examples: z
      .array(z.object({ signal: z.enum(signals), source: z.string(), where: z.string(), text: z.string() }))
      .describe('as they would be stored'),
  }),
  errors: ['input-invalid'],
});
