import { expect, test } from 'vitest';
import { found } from './findings.test-support.ts';
import { spokenPassword } from './spoken-password.ts';

test('passwords in SQL, in commands and in sentences', () => {
  const cases: [string, string][] = [
    ["CREATE USER x IDENTIFIED BY 'hunter2'", 'hunter2'],
    ["ALTER USER x identified with mysql_native_password by 'hunter2'", 'hunter2'],
    ["ALTER ROLE x WITH ENCRYPTED PASSWORD 'hunter'", 'hunter'],
    ['mysql -uroot -phunter2 shop', 'hunter2'],
    ['sshpass -p hunter2 ssh x', 'hunter2'],
    ['redis-cli -h x -a hunter2 ping', 'hunter2'],
    ['the password is hunter2', 'hunter2'],
    ['password for ada@example.org: hunter2', 'hunter2'],
  ];
  for (const [text, password] of cases) expect(found(spokenPassword, text), text).toEqual([password]);
});

test('sentences about passwords stay', () => {
  for (const text of [
    'password is required',
    'Failed password for root from 10.0.0.1',
    'mysql -p shop',
    'password was changed',
  ])
    expect(found(spokenPassword, text), text).toEqual([]);
});
