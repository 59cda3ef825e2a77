import { expect, test } from 'vitest';
import { formOf } from './body-form.ts';

test('a structured body is its keys in order and its message', () => {
  expect(formOf('{"level":"info","msg":"cache warm","at":1}', true)).toEqual({
    line: 'cache warm',
    form: '{at,level,msg}',
    place: 'before',
  });
  expect(formOf('{"b":1,"a":2}', true)).toEqual({ line: '', form: '{a,b}', place: 'before' });
});

test('keys that are ids count as one', () => {
  expect(formOf('{"order-1234":1,"order-5678":2}', true).form).toBe('{<ID>}');
});

test('text that only looks structured stays a line', () => {
  expect(formOf('{not json}', false)).toEqual({ line: '{not json}', form: '', place: 'after' });
});

const trace = (line: number, message: string) =>
  [
    `java.lang.IllegalStateException: ${message}`,
    '\tat java.util.Objects.requireNonNull(Objects.java:233)',
    `\tat shop.cart.CartStore.load(CartStore.java:${line})`,
    '\tat shop.cart.CartService.get(CartService.java:51)',
  ].join('\n');

test('a stack trace is its first line and a fingerprint that line numbers do not change', () => {
  const first = formOf(trace(12, 'no cart'), false);
  expect(first.line).toBe('java.lang.IllegalStateException: no cart');
  expect(first.form).toMatch(/^<STACK:[a-z2-7]{8}>$/);
  expect(formOf(trace(99, 'no cart'), false).form).toBe(first.form);
});

test('stack traces from other code have other fingerprints', () => {
  const other = trace(12, 'no cart').replace('CartStore.load', 'CartStore.save');
  expect(formOf(other, false).form).not.toBe(formOf(trace(12, 'no cart'), false).form);
});

test('traces of Python, Node and Go are told from other text of many lines', () => {
  for (const body of [
    'Traceback (most recent call last):\n  File "app/main.py", line 3, in run\n    pay()\nValueError: no card',
    'TypeError: x is undefined\n    at pay (/app/pay.js:10:5)\n    at /app/main.js:3:1',
    'panic: runtime error\n\ngoroutine 1 [running]:\nmain.pay(0x1)\n\t/app/main.go:12 +0x1d',
  ]) {
    expect(formOf(body, false).form, body).toMatch(/^<STACK:/);
  }
  expect(formOf('Usage:\n  start now\n  stop now', false)).toEqual({ line: 'Usage:', form: '<LINES>', place: 'after' });
});
