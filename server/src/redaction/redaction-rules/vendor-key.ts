import { isAlphanumeric, isWordStart, type RedactionRule, triggers } from '../redaction-rule.ts';

interface KeyForm {
  readonly prefix: string;
  /** What must follow the prefix; sticky, and without a way to backtrack. */
  readonly rest: RegExp;
}

const form = (prefix: string, rest: string): KeyForm => ({ prefix, rest: new RegExp(rest, 'y') });
const forms = (prefixes: string, rest: string): KeyForm[] => prefixes.split(' ').map((prefix) => form(prefix, rest));

/**
 * Keys that vendors made recognisable, by their own documentation and the rules of gitleaks 8. Lengths are lower bounds
 * a little below what is issued, so that a cut key is found too.
 */
export const keyForms: readonly KeyForm[] = [
  // Amazon: key ids of users and sessions, Bedrock. The secret itself has no form; its key names it.
  ...forms('AKIA ASIA ABIA ACCA A3T', '[A-Z0-9]{12,20}(?![A-Za-z0-9])'),
  form('ABSK', '[A-Za-z0-9+/]{100,}={0,2}'),
  // Google: API keys, OAuth tokens and client secrets.
  form('AIza', '[\\w-]{30,}'),
  form('ya29.', '[\\w-]{20,}'),
  form('GOCSPX-', '[\\w-]{20,}'),
  // Azure: signatures of shared access; storage and Entra secrets are found by key or by their marks.
  form('sig=', '[A-Za-z0-9%+/]{30,}(?:%3[dD]|=)'),
  // GitHub, GitLab.
  ...forms('ghp_ gho_ ghu_ ghs_ ghr_', '[A-Za-z0-9]{30,}'),
  form('github_pat_', '\\w{22,}'),
  ...forms('glpat- gldt- glrt- glptt- glft- glsoat- glimt- glagent- gloas- glffct-', '[\\w.-]{18,}'),
  form('GR1348941', '[\\w-]{18,}'),
  // Slack.
  ...forms('xoxb- xoxa- xoxp- xoxr- xoxs- xoxe- xoxe.xoxp- xoxe.xoxb- xoxc- xoxd- xapp-', '[A-Za-z0-9-]{10,}'),
  form('hooks.slack.com/services/', '\\w{1,60}/\\w{1,60}/\\w{16,}'),
  ...forms('hooks.slack.com/workflows/ hooks.slack.com/triggers/', '[\\w/-]{20,}'),
  // Payment.
  ...forms('sk_live_ sk_test_ rk_live_ rk_test_ sk_prod_', '[A-Za-z0-9]{10,}'),
  form('whsec_', '[A-Za-z0-9+/=]{24,}'),
  ...forms('sq0atp- sq0csp-', '[\\w-]{20,}'),
  ...forms('FLWSECK_TEST- FLWSECK-', '[A-Za-z0-9-]{12,}'),
  ...forms('shpat_ shpca_ shppa_ shpss_', '[A-Fa-f0-9]{28,}'),
  ...forms('access_token$production$ access_token$sandbox$', '[a-z0-9]{16}\\$[a-f0-9]{30,}'),
  ...forms('EZAK EZTK', '[A-Za-z0-9]{50,}'),
  // Mail and messages.
  form('SK', '[0-9a-f]{32}(?![A-Za-z0-9])'),
  form('SG.', '[\\w-]{16,}\\.[\\w-]{16,}'),
  form('xkeysib-', '[a-f0-9]{60,}-[A-Za-z0-9]{14,}'),
  form('key-', '[0-9a-f]{32}(?![A-Za-z0-9])'),
  ...forms('hooks.zapier.com/hooks/catch/', '[A-Za-z0-9/]{8,}'),
  form('discord.com/api/webhooks/', '\\d{15,}/[\\w-]{40,}'),
  // Package registries and code.
  form('npm_', '[A-Za-z0-9]{34,}'),
  form('pypi-', '[\\w-]{50,}'),
  form('rubygems_', '[a-f0-9]{40,}'),
  form('oy2', '[a-z0-9]{43}(?![A-Za-z0-9])'),
  form('dckr_pat_', '[\\w-]{20,}'),
  form('dckr_oat_', '[\\w-]{20,}'),
  ...forms('sgp_ slk_', '[a-fA-F0-9_]{40,}'),
  // Models.
  ...forms('sk-ant- sk-proj- sk-svcacct- sk-admin- sk-or-', '[\\w-]{20,}'),
  form('sk-', '[A-Za-z0-9]{32,}(?![A-Za-z0-9])'),
  ...forms('hf_ api_org_', '[A-Za-z0-9]{30,}'),
  form('gsk_', '[A-Za-z0-9]{40,}'),
  form('xai-', '[A-Za-z0-9]{60,}'),
  form('pplx-', '[A-Za-z0-9]{40,}'),
  form('r8_', '[A-Za-z0-9]{36,}'),
  form('nvapi-', '[\\w-]{60,}'),
  // Secrets and infrastructure.
  ...forms('hvs. hvb. hvr.', '[\\w-]{20,}'),
  form('dp.', '(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{36,}'),
  form('ops_eyJ', '[A-Za-z0-9+/]{200,}={0,2}'),
  form('tskey-', '[\\w-]{20,}'),
  form('pul-', '[a-f0-9]{40}'),
  ...forms('dop_v1_ doo_v1_ dor_v1_', '[a-f0-9]{60,}'),
  form('dapi', '[a-f0-9]{32}(?:-\\d)?(?![A-Za-z0-9])'),
  form('LTAI', '[A-Za-z0-9]{16,20}(?![A-Za-z0-9])'),
  ...forms('fo1_ fm1a_ fm1r_ fm2_', '[\\w+/=-]{40,}'),
  form('FlyV1 ', '[\\w+/=-]{40,}'),
  ...forms('CFPAT-', '[\\w-]{40,}'),
  ...forms('v1.0-', '[a-f0-9]{24}-[a-f0-9]{100,}'),
  // Observability.
  ...forms('glsa_', '[A-Za-z0-9]{30,}_[A-Fa-f0-9]{6,8}'),
  form('glc_', '[A-Za-z0-9+/]{30,}={0,2}'),
  form('eyJrIjoi', '[A-Za-z0-9+/]{60,}={0,2}'),
  ...forms('ddapi_ ddapp_ ddp_', '[A-Za-z0-9]{30,}'),
  ...forms('NRAK- NRJS- NRAA- NRII- NRIQ- NRRA- NRSP-', '[\\w-]{18,}'),
  ...forms('sntrys_ sntryu_ sntryp_', '[A-Za-z0-9+/=_]{40,}'),
  ...forms('dt0c01. dt0s16.', '[A-Z0-9]{20,}\\.[A-Z0-9]{50,}'),
  form('hec_', '[A-Za-z0-9]{30,}'),
  form('phc_', '[A-Za-z0-9]{40,}'),
  // Teams and work.
  form('ATATT3', '[\\w=-]{60,}'),
  form('ATBB', '[A-Za-z0-9]{28,}'),
  ...forms('lin_api_ lin_oauth_', '[A-Za-z0-9]{36,}'),
  ...forms('ntn_ secret_', '[A-Za-z0-9]{40,}'),
  form('figd_', '[\\w-]{36,}'),
  form('PMAK-', '[a-f0-9]{24}-[a-f0-9]{30,}'),
  form('EAA', '[A-Za-z0-9]{80,}'),
  form('sl.', '[\\w-]{100,}'),
  form('pat-na1-', '[a-f0-9-]{36}'),
  ...forms('AGPA AROA AIPA ANPA ANVA', '[A-Z2-7]{16}(?![A-Za-z0-9])'),
];

/** Of Telegram bots the key is a number and a text; of Entra applications the mark `Q~` stands inside. */
const TELEGRAM = /(?<![\w:])\d{8,10}:AA[\w-]{32,34}(?![\w-])/g;
const ENTRA = /(?<![\w~.-])[\w~.-]{3}[78]Q~[\w~.-]{31,34}(?![\w~.-])/g;

/** Keys with a prefix of their vendor. */
export const vendorKey: RedactionRule = {
  name: 'vendor-key',
  trigger: triggers.prefix,
  rank: 12,
  find(text, report) {
    for (const { prefix, rest } of keyForms) {
      for (let at = text.indexOf(prefix); at >= 0; ) {
        rest.lastIndex = at + prefix.length;
        const match = isWordStart(text, at) ? rest.exec(text) : null;
        const end = match ? at + prefix.length + match[0].length : at + prefix.length;
        if (match) report(prefix === 'sig=' ? at + prefix.length : at, end, 'API_KEY');
        at = text.indexOf(prefix, end);
      }
    }
  },
};

/** Keys that are known by a mark inside of them. */
export const markedKey: RedactionRule = {
  name: 'marked-key',
  trigger: triggers.prefix,
  rank: 13,
  find(text, report) {
    for (const pattern of [TELEGRAM, ENTRA]) {
      for (const match of text.matchAll(pattern)) {
        if (!isAlphanumeric(match[0].charCodeAt(0))) continue;
        report(match.index, match.index + match[0].length, 'API_KEY');
      }
    }
  },
};
