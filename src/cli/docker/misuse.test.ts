// Every verb of docker, typed wrongly: refused in words before any daemon is spoken with.
import { expect, test } from 'vitest';
import { TestLaptop } from '../kubectl/test-server/test-laptop.ts';
import type { DockerVerb } from './command/verb.ts';
import { makeDocker } from './docker.ts';
import { commonVerbs, groups, otherVerbs } from './verbs/all.ts';

interface Place {
  readonly path: string;
  readonly verb: DockerVerb;
}

const places: readonly Place[] = [
  ...[...commonVerbs, ...otherVerbs].map((verb) => ({ path: `docker ${verb.name}`, verb })),
  ...groups.flatMap((group) => group.verbs.map((verb) => ({ path: `docker ${group.name} ${verb.name}`, verb }))),
];

const laptop = new TestLaptop();

function expectRefused(line: string, code: number, words: RegExp): void {
  const ran = laptop.run(line, { program: makeDocker({ release: '28.0' }) });
  expect(ran.err, line).toMatch(words);
  expect(ran.err, line).not.toMatch(/Cannot connect/);
  expect(ran.code, line).toBe(code);
}

test('an unknown flag, long or short', () => {
  for (const { path } of places) {
    expectRefused(`${path} --no-such-flag`, 125, /^unknown flag: --no-such-flag\n\nUsage: {2}docker /m);
    expectRefused(`${path} -Z`, 125, /^unknown shorthand flag: 'Z' in -Z\n/m);
  }
});

test('a flag without its value, or with one of another type', () => {
  for (const { path, verb } of places) {
    for (const flag of verb.flags ?? []) {
      if (flag.type === 'bool' || flag.type === 'int') expectRefused(`${path} --${flag.name}=perhaps`, 125, /^invalid argument "perhaps" for/m);
      else if (flag.bare === undefined) expectRefused(`${path} --${flag.name}`, 125, /^flag needs an argument: --/m);
    }
  }
  expect(places.length).toBeGreaterThan(80);
});

test('too few arguments, or too many', () => {
  for (const { path, verb } of places) {
    const [least, most] = verb.args;
    if (least > 0) expectRefused(`${path}${' x'.repeat(least - 1)}`, 1, /^docker: '.*' requires .*argument/m);
    if (most !== Infinity) expectRefused(`${path}${' x'.repeat(most + 1)}`, 1, /^docker: '.*' (?:requires|accepts) .*argument/m);
  }
  expect(places.length).toBeGreaterThan(80);
});

test('a verb that there is none of', () => {
  expectRefused('docker nosuch', 1, /^docker: unknown command: docker nosuch\n/);
  for (const { name } of groups) expectRefused(`docker ${name} nosuch`, 1, new RegExp(`^docker: unknown command: docker ${name} nosuch\n`));
});
