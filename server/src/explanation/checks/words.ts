// The words that decide what a sentence claims. English alone: an answer in another language is not told.

const anyOf = (words: string): RegExp => new RegExp(`\\b(?:${words})\\b`, 'i');

/** The effect is named first. */
export const EFFECT_FIRST = anyOf(
  'because|because of|due to|owing to|caused by|stems? from|stemmed from|result(?:s|ed)? of|driven by|triggered by',
);
/** The cause is named first. */
export const CAUSE_FIRST = anyOf(
  'caused?|causes|causing|led to|leads? to|leading to|made|makes|making|triggers?|triggered|triggering|result(?:s|ed|ing)? in|brought|drove|broke|explains?|responsible for|root cause|therefore|thus|hence|culprit|blame',
);
export const isCausal = (text: string): boolean => EFFECT_FIRST.test(text) || CAUSE_FIRST.test(text);

export const LIKELIHOOD = anyOf(
  'likely|unlikely|probable|probably|possible|possibly|perhaps|expected to|chance|risk of|will|certain|certainly|definitely|surely|guaranteed',
);
export const CERTAIN = anyOf('will|certain|certainly|definitely|surely|guaranteed|inevitabl[ey]|undoubtedly|always');
export const NEGATION = anyOf(
  "no|not|none|never|nothing|nobody|without|neither|nor|cannot|can't|isn't|wasn't|didn't|doesn't|hasn't|absent|free of",
);
export const QUANTIFIER = anyOf(
  'all|every|each|only|none|both|any|most|solely|exclusively|everything|everywhere|entire',
);
export const NUMBER_WORD = anyOf(
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|million|dozen|half|third|quarter|twice|thrice|double|doubled|triple|tripled|tenfold|percent',
);
export const UP = anyOf(
  'rose|rises?|rising|risen|grew|grows?|growing|increas(?:e|es|ed|ing)|climb(?:s|ed|ing)?|jump(?:s|ed)?|higher|above|up|surg(?:e|ed|ing)|spiked?|exceed(?:s|ed|ing)?|elevated',
);
export const DOWN = anyOf(
  'fell|falls?|falling|fallen|drop(?:s|ped|ping)?|decreas(?:e|es|ed|ing)|declin(?:e|es|ed|ing)|lower|below|down|shr(?:ank|inks?)|sank|reduced',
);
export const STEADY = anyOf('steady|unchanged|stable|constant|flat|normal|as usual');
export const APPEARED = anyOf('appear(?:s|ed)?|new|began|begun|started|emerged|showed up|reported');
export const STOPPED = anyOf('stopped|stops?|vanished|disappeared|ceased|went silent|gone');
export const BEFORE = anyOf('before|earlier than|preced(?:es|ed|ing)|ahead of|prior to|first');
export const AFTER = anyOf('after|later than|follow(?:s|ed|ing)|since|subsequent(?:ly)?');
export const CHANGE = anyOf(
  'deploy(?:s|ed|ment|ments)?|rollouts?|rolled out|releas(?:e|es|ed)|upgrad(?:e|es|ed)|new version|config(?:uration)? change|changed configuration|migration|scaled',
);
export const DURATION = anyOf(
  'seconds?|minutes?|hours?|days?|weeks?|months?|yesterday|today|tonight|morning|midnight|overnight|recently',
);
export const COMMAND = anyOf(
  'kubectl|helm|sudo|ssh|curl|bash|psql|rm|execute|run the|delete|drop table|downgrade|reboot|uninstall|disable|roll back|rollback|restart|scale out|scale up|scale down|apply',
);
export const INSTRUCTION = anyOf(
  'ignore|disregard|instructions?|prompts?|system message|assistant|language model|as an ai|tools?|tenants?|operators? should|mark(?:ed)? as resolved|incident resolved|resolved|false alarm|please|you must|override|jailbreak|silenced?|suppress(?:ed)?|acknowledge',
);
/** Nouns that a name may stand before: `the billing service`. */
export const KIND =
  'service|pod|node|database|workload|deployment|queue|cluster|namespace|cache|broker|volume|server|tenant|customer|team';
export const BEFORE_KIND = new Set(
  'the a an this that its their each every any another upstream downstream dependent calling called affected same other underlying shared backing front own of on in for and or which whose failing slow healthy degraded external internal'.split(
    ' ',
  ),
);
