// The words that decide what a sentence claims. English alone: an answer in another language is not told.

const anyOf = (words: string): RegExp => new RegExp(`\\b(?:${words})\\b`, 'i');

/** The effect is named first. */
export const EFFECT_FIRST = anyOf(
  'because|because of|due to|owing to|caused by|stems? from|stemmed from|result(?:s|ed)? of|driven by|triggered by|thanks to|in response to|as a consequence of|provoked by|induced by|owed to',
);
/** The cause is named first. */
export const CAUSE_FIRST = anyOf(
  'caused?|causes|causing|led to|leads? to|leading to|made|makes|making|triggers?|triggered|triggering|result(?:s|ed|ing)? in|brought|drove|broke|explains?|responsible for|root cause|therefore|thus|hence|culprit|blame|provok(?:es|ed|ing)|induc(?:es|ed|ing)',
);
export const isCausal = (text: string): boolean => EFFECT_FIRST.test(text) || CAUSE_FIRST.test(text);

export const LIKELIHOOD = anyOf(
  'likely|unlikely|probable|probably|possible|possibly|perhaps|expected to|chance|risk of|will|certain|certainly|definitely|surely|guaranteed|imminent|bound to|about to|sure to|unavoidable|inevitabl[ey]',
);
export const CERTAIN = anyOf(
  'will|certain|certainly|definitely|surely|guaranteed|inevitabl[ey]|undoubtedly|always|imminent|bound to|about to|sure to|unavoidable|soon',
);
export const NEGATION = anyOf(
  "no|not|none|never|nothing|nobody|without|neither|nor|cannot|can't|isn't|wasn't|didn't|doesn't|hasn't|absent|free of",
);
export const QUANTIFIER = anyOf(
  'all|every|each|only|none|both|any|most|solely|exclusively|everything|everywhere|entire|sole|whole|nothing but|no other|completely|totally|universally',
);
export const NUMBER_WORD = anyOf(
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|million|dozen|half|third|quarter|twice|thrice|percent|(?<!non-)zero|couple|several|fold|fivefold|order of magnitude|fifteen|forty|sixty|seventy|eighty|ninety',
);
/** How many times the expected value is meant, with the room that the word leaves. */
export const MULTIPLES = [
  { word: anyOf('halv(?:es?|ed|ing)'), from: 0.4, to: 0.6 },
  { word: anyOf('doubl(?:es?|ed|ing)|twofold'), from: 1.7, to: 2.5 },
  { word: anyOf('tripl(?:es?|ed|ing)|threefold'), from: 2.5, to: 3.5 },
  { word: anyOf('quadrupl(?:es?|ed|ing)|fourfold'), from: 3.5, to: 4.5 },
  { word: anyOf('tenfold'), from: 8, to: 12.5 },
] as const;
export const SLIGHTLY = anyOf('slight(?:ly)?|a little|a bit|marginal(?:ly)?|barely|mild(?:ly)?|modest(?:ly)?|somewhat');
export const GREATLY = anyOf(
  'sharp(?:ly)?|steep(?:ly)?|dramatic(?:ally)?|massive(?:ly)?|huge(?:ly)?|drastic(?:ally)?|greatly|vast(?:ly)?|extreme(?:ly)?|enormous(?:ly)?|considerabl[ey]|significant(?:ly)?|strongly',
);
export const SPIKE = anyOf('spik(?:es?|ed|ing)|bursts?|burst');
export const GRADUAL = anyOf(
  'gradual(?:ly)?|slowly|steadily|creeping|crept|drift(?:s|ed|ing)?|sudden(?:ly)?|abrupt(?:ly)?|linear(?:ly)?|exponential(?:ly)?',
);
/** Names that hold a digit and are no figure. */
export const NAMES_WITH_DIGITS = /\b(?:[45]xx|p(?:50|75|90|95|99)|HTTP\/[123]|k8s|IPv[46]|S3|OAuth2)\b/gi;
export const UP = anyOf(
  'rose|rises?|rising|risen|grew|grows?|growing|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed)?|higher|above|up|surg(?:e|ed|ing)|spik(?:es?|ed)|exceed(?:s|ed|ing)?|elevated|soar(?:s|ed|ing)?|balloon(?:s|ed|ing)?|shot up|escalat(?:es|ed|ing)|swell(?:s|ed|ing)?|swollen|skyrocketed|doubl(?:es?|ed|ing)|tripl(?:es?|ed|ing)|quadrupl(?:es?|ed|ing)|tenfold',
);
export const DOWN = anyOf(
  'fell|falls?|falling|fallen|drop(?:s|ped|ping)?|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|lower|below|down|shr(?:ank|inks?)|sank|reduced|plung(?:es|ed|ing)|tumbl(?:es|ed|ing)|collaps(?:es|ed|ing)|slid|slides|dip(?:s|ped)|dwindl(?:es|ed|ing)|reced(?:es|ed|ing)|plummet(?:s|ed)|downhill|halv(?:es?|ed|ing)',
);
export const STEADY = anyOf('steady|unchanged|stable|constant|flat|normal|as usual');
export const APPEARED = anyOf('appear(?:s|ed)?|new|began|begun|started|emerged|showed up|reported');
export const STOPPED = anyOf('stopped|stops?|vanished|disappeared|ceased|went silent|gone');
export const BEFORE = anyOf('before|earlier than|preced(?:es|ed|ing)|ahead of|prior to|first');
export const AFTER = anyOf('after|later than|follow(?:s|ed|ing)|since|subsequent(?:ly)?');
export const CHANGE = anyOf(
  'deploy(?:s|ed|ment|ments)?|rollouts?|rolled out|releas(?:e|es|ed)|upgrad(?:e|es|ed)|new version|config(?:uration)? change|changed configuration|migration|scaled|redeploy(?:s|ed)?|new image|feature flag|patch(?:es|ed)?|hotfix|reconfigured',
);
export const DURATION = anyOf(
  'seconds?|minutes?|hours?|days?|weeks?|months?|yesterday|today|tonight|morning|midnight|overnight|recently|noon|evening|afternoon|moments?|instantly|a while',
);
export const COMMAND = anyOf(
  'kubectl|helm|sudo|ssh|curl|bash|psql|rm|execute|run the|delete|drop table|downgrade|reboot|uninstall|disable|roll back|rollback|restart|scale out|scale up|scale down|apply|scale|drain the|kill the|terminate the|revert|wipe|truncate',
);
export const INSTRUCTION = anyOf(
  'ignore|disregard|instructions?|prompts?|system message|assistant|language model|as an ai|tools?|tenants?|operators? should|mark(?:ed)? as resolved|incident resolved|resolved|false alarm|please|you must|override|jailbreak|silenced?|suppress(?:ed)?|acknowledge|paged|ticket|escalation',
);
/** Nouns that a name may stand before: `the billing service`. */
export const KIND =
  'service|pod|node|database|workload|deployment|queue|cluster|namespace|cache|broker|volume|server|tenant|customer|team';
export const BEFORE_KIND = new Set(
  'the a an this that its their each every any another upstream downstream dependent calling called affected same other underlying shared backing front own of on in for and or which whose failing slow healthy degraded external internal'.split(
    ' ',
  ),
);
