import { expect, test } from 'vitest';
import { Variables } from './variables.ts';

test('memory that a long value took is given back, however the variable goes', () => {
  const variables = new Variables();
  let held = 0;
  variables.onGrowth = (characters) => (held += characters);
  const long = 'x'.repeat(10_000);
  variables.set('a', long);
  variables.set('a', long + long);
  expect(held).toBe(20_000);
  variables.unset('a');
  expect(held).toBe(0);
  variables.set('a', long);
  variables.pushScope();
  variables.makeLocal('a');
  variables.set('a', long);
  expect(held).toBe(20_000);
  variables.popScope();
  expect(held).toBe(10_000);
  variables.set('a', '');
  expect(held).toBe(0);
  for (let i = 0; i < 3; i++) {
    variables.pushScope();
    variables.makeLocal('b');
    variables.set('b', long);
    variables.popScope();
  }
  variables.setElement('list', 1, 'y');
  for (let i = 0; i < 3; i++) variables.set('list', long);
  expect(Math.round(held / 1000)).toBe(10);
  variables.setList('list', ['x', 'y']);
  expect(held).toBeLessThan(200);
  for (let i = 0; i < 1000; i++) variables.setElement('list', i, 'z');
  expect(held).toBeGreaterThan(40_000);
  variables.unset('list');
  expect(held).toBe(0);
});

test('references that lead in a circle name nothing', () => {
  const variables = new Variables();
  for (const [name, value] of [['a', 'b'], ['b', 'a'], ['c', 'c']] as const) Object.assign(variables.declare(name), { reference: true, value });
  expect(['a', 'b', 'c'].map((name) => variables.get(name))).toEqual([undefined, undefined, undefined]);
  expect(variables.elementBehind('a')).toBe(undefined);
});
