// Every verb of kubectl in three releases, typed wrongly: refused in words, with an exit code, and nothing changed on the server.
import { describe, expect, test } from 'vitest';
import { globalFlags } from '../command/global-flags.ts';
import { isKnown, type Verb } from '../command/verb.ts';
import { deployment, pod } from '../test-server/sample-objects.ts';
import { TestLaptop } from '../test-server/test-laptop.ts';
import { verbs } from './all.ts';

interface Place {
  readonly path: string;
  readonly verb: Verb;
}

function placesOf(list: readonly Verb[], minor: number, path = 'kubectl'): readonly Place[] {
  return list.filter((verb) => isKnown(verb, minor)).flatMap((verb) => {
    const own = `${path} ${verb.name}`;
    return [{ path: own, verb }, ...placesOf(verb.verbs ?? [], minor, own)];
  });
}

/** What was typed came to nothing: an error in words, and no request that changes anything. */
function expectRefused(laptop: TestLaptop, line: string, words: RegExp): void {
  const { err, code } = laptop.run(line);
  expect(err, line).toMatch(words);
  expect(code, line).toBeGreaterThan(0);
  expect(laptop.server.requests.filter((request) => !request.startsWith('GET ')), line).toEqual([]);
}

const world = [pod('web-1'), deployment()];

describe.each(['1.20', '1.31', '1.36'])('kubectl %s', (release) => {
  const minor = Number(release.slice(2));
  const places = placesOf(verbs, minor);
  const runnable = places.filter(({ verb }) => 'run' in verb);
  const laptop = new TestLaptop(world, { release });

  test('an unknown flag, long or short', () => {
    for (const { path } of runnable) {
      expectRefused(laptop, `${path} --no-such-flag`, minor < 23 ? /^Error: unknown flag: --no-such-flag\nSee 'kubectl .*$/m : /^error: unknown flag: --no-such-flag\nSee 'kubectl .*$/m);
      expectRefused(laptop, `${path} --no-such-flag=x web`, /unknown flag: --no-such-flag/);
      expectRefused(laptop, `${path} -Z`, /unknown shorthand flag: 'Z' in -Z/);
    }
  });

  test('a flag without its value, or with one of another type', () => {
    for (const [i, { path, verb }] of runnable.entries()) {
      for (const flag of [...(verb.flags ?? []), ...(i === 0 ? globalFlags : [])].filter((one) => isKnown(one, minor))) {
        if (flag.type === 'bool') expectRefused(laptop, `${path} --${flag.name}=perhaps`, /invalid argument "perhaps" for/);
        else if (flag.type === 'int' || flag.type === 'duration') expectRefused(laptop, `${path} --${flag.name}=perhaps`, /invalid argument "perhaps" for/);
        else if (flag.bare === undefined) expectRefused(laptop, `${path} --${flag.name}`, /flag needs an argument: --/);
      }
    }
    expect(runnable.length).toBeGreaterThan(80);
  });

  test('a verb that there is none of', () => {
    expectRefused(laptop, 'kubectl nosuch', /unknown command "nosuch" for "kubectl"/);
    for (const { path } of places.filter(({ verb }) => verb.verbs && !('run' in verb) && !verb.alone?.takesAnything)) expectRefused(laptop, `${path} nosuch`, /unknown command "nosuch"\nSee 'kubectl /);
  });

  test('no argument, and one that means nothing, change nothing', () => {
    for (const { path } of runnable) {
      const takesAnyName = /^kubectl (?:create|run)\b/.test(path); // which the server refuses
      for (const words of takesAnyName ? [''] : ['', 'no/such/thing', 'web- =', 'pods/web-1 --all']) {
        const server = new TestLaptop(world, { release });
        server.run(`${path} ${words}`, { forMs: 1_000, env: { EDITOR: 'false' } });
        expect(server.server.requests.filter((request) => !request.startsWith('GET ') && !/selfsubject/i.test(request)), `${path} ${words}`).toEqual([]);
      }
    }
  });
});
