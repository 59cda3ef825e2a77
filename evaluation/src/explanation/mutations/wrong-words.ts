// M7, M10, M11, M17, M18, M19: words that claim something else.
import { addClaim, editClaims, type Mutation, toldTypes } from './mutation.ts';

const OPPOSITE: Readonly<Record<string, string>> = {
  rose: 'fell',
  climbed: 'dropped',
  grew: 'declined',
  fell: 'rose',
  dropped: 'climbed',
  appeared: 'vanished',
  stopped: 'appeared',
};
const DIRECTION = new RegExp(`\\b(?:${Object.keys(OPPOSITE).join('|')})\\b`);

/** Stronger words, of those that nobody put into the prompt. */
const STRONGER: Readonly<Record<string, readonly string[]>> = {
  rose: ['plunged', 'tumbled', 'collapsed', 'went downhill'],
  climbed: ['slid', 'dipped'],
  grew: ['dwindled', 'receded'],
  fell: ['soared', 'ballooned', 'shot up'],
  dropped: ['escalated', 'swelled'],
};

const flip = (text: string): string => text.replace(DIRECTION, (word) => OPPOSITE[word]!);

export const wrongWords: readonly Mutation[] = [
  {
    id: 'M7',
    says: 'direction flipped',
    by: ['D1'],
    make: editClaims(['change'], ({ text }, _pack, draw) => [
      { text: flip(text) },
      { text: text.replace(DIRECTION, (word) => draw.pick(STRONGER[word] ?? [OPPOSITE[word]!])) },
    ]),
  },
  {
    id: 'M10',
    says: 'all, only or none inserted',
    by: ['A2'],
    make: editClaims(['change', 'order', 'cause', 'impact'], ({ text }, _pack, draw) => [
      { text: text.replace(/\{\{E\d+\}\}/, 'only $&') },
      { text: text.replace(/\{\{E\d+\}\}/, 'all of $&') },
      { text: text.replace(/\.$/, ', and none beside it.') },
      {
        text: text.replace(
          /\{\{E\d+\}\}/,
          (slot) => `${draw.pick(['nothing but', 'the sole', 'the whole of'])} ${slot}`,
        ),
      },
    ]),
  },
  {
    id: 'M11',
    says: 'absence of what is there, or was not looked for',
    by: ['A1'],
    make: (answer, pack, draw) =>
      editClaims(['change'], ({ subject, evidence: [id] }) => {
        const fact = pack.facts.get(id ?? '')?.fact;
        if (!fact || fact.observed === 0 || fact.direction === 'gone') return [];
        return [{ type: 'absence', polarity: 'denies', text: `There was no {{${id}.measure}} on {{${subject}}}.` }];
      })(answer, pack, draw),
  },
  {
    id: 'M17',
    says: 'pair that contradicts itself',
    by: ['X2'],
    make: (answer) => {
      const claim = answer.summary.find(({ type, text }) => type === 'change' && flip(text) !== text);
      return claim
        ? [addClaim(answer, { ...claim, text: flip(claim.text) })].map(({ answer: made }) => ({
            answer: made,
            part: { claims: [0, 1 + answer.summary.indexOf(claim)] },
          }))
        : [];
    },
  },
  {
    id: 'M18',
    says: 'causal word where no cause is claimed, or in a hedge',
    by: ['L1'],
    make: (answer, pack, draw) => [
      ...editClaims(['change', 'order', 'impact', 'comparison'], ({ text }) => [
        {
          text: text.replace(
            /\.$/,
            `, ${draw.pick(['because of load', 'due to the network', 'triggered by a queue', 'thanks to a retry', 'in response to load', 'provoked by a queue'])}.`,
          ),
        },
      ])(answer, pack, draw),
      ...editClaims(['hedge'], () => [
        { text: `Perhaps the network ${draw.pick(['caused', 'triggered', 'led to', 'provoked'])} it.` },
        { text: 'Perhaps {{E1}} was at fault.' },
      ])(answer, pack, draw),
    ],
  },
  {
    id: 'M19',
    says: 'negation in the text alone',
    by: ['L2'],
    make: editClaims(toldTypes, ({ text, polarity }) =>
      polarity === 'denies'
        ? [{ text: text.replace(' no ', ' ') }]
        : [
            { text: text.replace(DIRECTION, 'never $&') },
            { text: text.replace(/ (?:was|is|moved|caused|led) /, '$&not ') },
          ],
    ),
  },
];
