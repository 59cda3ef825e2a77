// Secrets that nobody ever had, in the forms that real ones have, and lines as services write them around.
import { createRandom, type Random } from '@foreshock/simulator/random.ts';

export const secretKinds = [
  'aws-key',
  'google-key',
  'github-token',
  'gitlab-token',
  'slack-token',
  'stripe-key',
  'npm-token',
  'model-key',
  'json-web-token',
  'private-key',
  'email',
  'ipv4',
  'ipv6',
  'card',
  'iban',
  'phone',
  'password',
  'url-password',
  'authorization',
  'session',
] as const;
export type SecretKind = (typeof secretKinds)[number];

/** Of these the form alone says what they are. */
export const fixedForms: ReadonlySet<SecretKind> = new Set(secretKinds.slice(0, 10));

export interface PlantedLine {
  readonly kind: SecretKind;
  readonly value: string;
  readonly text: string;
}

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LOWER = UPPER.toLowerCase();
const DIGITS = '0123456789';
const LETTERS = UPPER + LOWER + DIGITS;
const HEX = `${DIGITS}abcdef`;
const BASE32 = `${UPPER}234567`;

const from = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => random.pick([...alphabet])).join('');
const base64url = (value: object | string): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** Prefixes in two parts: put together here, so that no scanner of repositories takes this file for a leak. */
const values: Readonly<Record<SecretKind, (random: Random) => string>> = {
  'aws-key': (random) => `${random.pick(['AK', 'AS'])}IA${from(random, BASE32, 16)}`,
  'google-key': (random) => `AI${'za'}${from(random, `${LETTERS}_-`, 34)}${random.pick([...LETTERS])}`,
  'github-token': (random) =>
    random.chance(0.7)
      ? `gh${random.pick([...'pousr'])}_${from(random, LETTERS, 36)}`
      : `github${'_pat'}_${from(random, LETTERS, 22)}_${from(random, LETTERS, 59)}`,
  'gitlab-token': (random) => `gl${'pat'}-${from(random, LETTERS, 20)}`,
  'slack-token': (random) =>
    `xo${random.pick(['xb', 'xp'])}-${from(random, DIGITS, 12)}-${from(random, DIGITS, 13)}-${from(random, LETTERS, 24)}`,
  'stripe-key': (random) =>
    `${random.pick(['sk', 'rk'])}_${random.pick(['live', 'test'])}_${from(random, LETTERS, 24)}`,
  'npm-token': (random) => `np${'m'}_${from(random, LETTERS, 36)}`,
  'model-key': (random) =>
    random.pick([
      () => `sk-${'ant'}-api03-${from(random, LETTERS, 80)}`,
      () => `sk-${'proj'}-${from(random, LETTERS, 48)}`,
      () => `h${'f'}_${from(random, LETTERS, 34)}`,
    ])(),
  'json-web-token': (random) => {
    const header = { alg: random.pick(['HS256', 'RS256', 'ES256']), typ: 'JWT' };
    return `${base64url(header)}.${base64url({ sub: from(random, DIGITS, 10), iat: random.whole(1_600_000_000, 1_800_000_000) })}.${from(random, LETTERS, 43)}`;
  },
  'private-key': (random) => {
    const label = `${random.pick(['RSA ', 'EC ', 'OPENSSH ', ''])}PRIVATE KEY`;
    const end = random.pick(['\n', '\\n']);
    const lines = Array.from({ length: random.whole(3, 12) }, () => from(random, `${LETTERS}+/`, 64));
    return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`].join(end);
  },
  email: (random) => {
    const name = random.pick([
      () => `${from(random, LOWER, 5)}.${from(random, LOWER, 7)}`,
      () => `${from(random, LOWER, 6)}+${from(random, LOWER, 4)}`,
      () => `${from(random, LOWER, 1)}_${from(random, LOWER, 6)}${random.whole(1, 99)}`,
    ])();
    return `${name}@${from(random, LOWER, 7)}.${random.pick(['com', 'org', 'co.uk', 'de', 'io', 'museum'])}`;
  },
  ipv4: (random) =>
    [
      random.pick([8, 23, 52, 81, 93, 134, 185, 203, 212]),
      random.whole(0, 255),
      random.whole(0, 255),
      random.whole(1, 254),
    ].join('.'),
  ipv6: (random) =>
    random.chance(0.5)
      ? `2a0${random.pick([...'0123'])}:${from(random, HEX, 4)}:${from(random, HEX, 4)}::${from(random, HEX, 4)}`
      : ['2001', ...Array.from({ length: 7 }, () => from(random, HEX, 4))].join(':'),
  card: (random) => {
    const body = random.pick(['4', '51', '55', '2223']);
    const digits = withLuhn(body + from(random, DIGITS, 15 - body.length));
    const sign = random.pick(['', ' ', '-']);
    return sign === '' ? digits : digits.replace(/(\d{4})(?=\d)/g, `$1${sign}`);
  },
  iban: (random) => {
    const account = random.chance(0.5)
      ? `DE00${from(random, DIGITS, 18)}`
      : `GB00${from(random, UPPER, 4)}${from(random, DIGITS, 14)}`;
    const whole = withIbanCheck(account);
    return random.chance(0.3) ? whole.replace(/(.{4})(?=.)/g, '$1 ') : whole;
  },
  phone: (random) =>
    random.pick([
      () =>
        `+49${random.pick([' ', ''])}1${random.pick([5, 6, 7])}${random.whole(0, 9)}${random.pick([' ', ''])}${from(random, DIGITS, 8)}`,
      () => `+1 (${random.whole(201, 989)}) ${random.whole(201, 989)}-${from(random, DIGITS, 4)}`,
      () => `+44 20 ${from(random, '12345678', 4)} ${from(random, DIGITS, 4)}`,
    ])(),
  password: (random) =>
    `${from(random, LETTERS, random.whole(6, 14))}${random.pick(['', '!', '#', '$1', '%x'])}${random.whole(0, 9)}`,
  'url-password': (random) =>
    `${from(random, LETTERS, random.whole(6, 16))}${random.pick(['', '!', '%40x', '_x'])}${random.whole(0, 9)}`,
  authorization: (random) =>
    random.chance(0.5)
      ? from(random, `${LETTERS}-._~`, random.whole(20, 60)).replace(/^[^A-Za-z0-9]|[^A-Za-z0-9]$/g, 'x')
      : Buffer.from(`${from(random, LOWER, 6)}:${from(random, LETTERS, 10)}`).toString('base64'),
  session: (random) => from(random, random.pick([HEX, LETTERS]), random.whole(16, 40)) + random.pick(['1a', 'f7']),
};

function withLuhn(digits: string): string {
  let sum = 0;
  for (const [index, digit] of [...digits].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return digits + String((10 - (sum % 10)) % 10);
}

function withIbanCheck(account: string): string {
  const text = [...account.slice(4), ...account.slice(0, 4)].map((char) => Number.parseInt(char, 36)).join('');
  return account.slice(0, 2) + String(98n - (BigInt(text) % 97n)).padStart(2, '0') + account.slice(4);
}

type Around = (value: string, random: Random) => string;

const anywhere: readonly Around[] = [
  (value) => `level=warn msg="request rejected" input=${value} code=400`,
  (value) => `{"level":"error","msg":"cannot parse","value":"${value.replaceAll('\n', '\\n')}","attempt":2}`,
  (value) =>
    `2026-11-26T18:40:12.123Z INFO [http-nio-8080-exec-4] c.s.cart.CartController - got ${value} from the client`,
  (value) =>
    `java.lang.IllegalArgumentException: invalid argument '${value}'\n\tat com.shop.cart.Parser.parse(Parser.java:81)`,
  (value) => `E1126 18:40:12.123456       1 controller.go:114] error syncing "shop/cart": value (${value}) refused`,
  (value) => `payload: {\\"v\\":\\"${value.replaceAll('\n', '\\\\n')}\\"}`,
  (value) => `user said: <${value}>, closing`,
  (value) => `[${value}] not found in cache; retry in 250ms`,
];
const passwords: readonly Around[] = [
  (value) => `connecting with user=app password=${value} sslmode=require`,
  (value) => `{"user":"app","password":"${value}","n":1}`,
  (value) => `body={\\"login\\":\\"app\\",\\"passwd\\":\\"${value}\\"}`,
  (value) => `DB_PASSWORD=${value}`,
  (value) => `spring.datasource.password: ${value}`,
  (value) => `exec: backup --user app --password ${value} --verbose`,
  (value) => `Server=db;Database=shop;User Id=sa;Pwd=${value};Encrypt=True`,
  (value) => `ALTER USER app IDENTIFIED BY '${value}'`,
  (value) => `<login><password>${value}</password></login>`,
  (value) => `Parameters: {"email"=>"x", "password"=>"${value}"}`,
  (value) => `mysqldump -uapp -p${value} shop > /backup/shop.sql`,
  (value) => `config: {dbPassword: '${value}', pool: 8}`,
];
const places: Partial<Record<SecretKind, readonly Around[]>> = {
  password: passwords,
  'url-password': [
    (value) => `dialing postgres://app:${value}@db.shop.svc:5432/orders?sslmode=disable`,
    (value) => `"broker":"amqp://guest:${value}@mq:5672/%2f"`,
    (value) => `fetch https://ada:${value}@artifacts.example.net/repo failed: 403`,
    (value) => `redis://:${value}@cache-0.cache:6379/0 is down`,
  ],
  authorization: [
    (value) => `> Authorization: ${scheme(value)} ${value}`,
    (value) => `{"headers":{"authorization":"${scheme(value)} ${value}","accept":"*/*"}}`,
    (value) => `curl -H 'Authorization: ${scheme(value)} ${value}' https://api.example.net`,
    (value) => `proxy_authorization=${scheme(value)} ${value} upstream=cart`,
  ],
  session: [
    (value) => `Cookie: JSESSIONID=${value}; theme=x`,
    (value) => `set-cookie: connect.sid=${value}; Path=/; HttpOnly`,
    (value) => `GET /cart?PHPSESSID=${value}&page=2 200`,
    (value) => `{"session_id":"${value}","page":"/cart"}`,
    (value) => `csrf_token=${value} mismatch`,
  ],
};

function scheme(value: string): string {
  return /^[\w+/]+={0,2}$/.test(value) && Buffer.from(value, 'base64').toString('latin1').includes(':')
    ? 'Basic'
    : 'Bearer';
}

/** `count` of each kind, each in a line of its own. */
export function plantSecrets(seed: number, count: number): PlantedLine[] {
  return secretKinds.flatMap((kind) => {
    const random = createRandom(seed).fork(kind);
    return Array.from({ length: count }, () => {
      const value = values[kind](random);
      return { kind, value, text: random.pick(places[kind] ?? anywhere)(value, random) };
    });
  });
}
