// M1, M2, M4, M5: evidence and entities that are not there, or not meant.
import { editClaims, type Mutation, renameIn, toldTypes } from './mutation.ts';

const MADE_UP = ['payments-v2', 'shop/ledger', 'redis-cache-7f9c4d', 'the inventory service', 'the billing database'];

export const wrongIds: readonly Mutation[] = [
  {
    id: 'M1',
    says: 'fabricated evidence id',
    by: ['R1'],
    make: editClaims(toldTypes, (claim) =>
      [
        { evidence: [...claim.evidence, 'V99'] },
        { evidence: ['V99'] },
        { text: claim.text.replace(/\{\{V\d+\./, '{{V98.'), evidence: claim.evidence },
      ].filter((change) => change.text !== claim.text),
    ),
  },
  {
    id: 'M2',
    says: 'real evidence, unrelated entity',
    by: ['R2'],
    make: editClaims(['change', 'impact', 'comparison', 'absence'], (claim, pack, draw) => {
      const others = [...pack.facts.values()].filter(({ entity }) => entity !== claim.subject);
      return others.length === 0 ? [] : [{ evidence: [draw.pick(others).id] }];
    }),
  },
  {
    id: 'M4',
    says: 'entity swapped for a sibling',
    by: ['R2', 'C1', 'D1', 'T1'],
    make: editClaims(toldTypes, (claim, pack, draw) => {
      const others = [...pack.entities.keys()].filter((id) => id !== claim.subject && id !== claim.object);
      if (others.length === 0 || claim.subject === null) return [];
      const other = draw.pick(others);
      return [
        { subject: other, text: renameIn(claim.text, claim.subject, other) },
        { text: renameIn(claim.text, claim.subject, other) },
      ];
    }),
  },
  {
    id: 'M5',
    says: 'entity that is not in the topology',
    by: ['E1', 'E2', 'R1'],
    make: editClaims(['change', 'cause', 'impact', 'comparison'], (claim, _pack, draw) => [
      { text: claim.text.replace(`{{${claim.subject}}}`, draw.pick(MADE_UP)) },
      { subject: 'E99', text: renameIn(claim.text, claim.subject ?? '', 'E99') },
    ]),
  },
];
