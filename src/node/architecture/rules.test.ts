// Each rule seen to catch what it is for, and to let pass what only looks like it.
import { describe, expect, test } from 'vitest';
import { checkBans } from './bans.ts';
import { checkImports } from './import-rules.ts';
import { checkKinds, kindNames } from './kind-rules.ts';
import { readRoomsTable } from './rooms-table.ts';
import { checkDoors, checkShape } from './shape-rules.ts';
import { parseSource } from './source-file.ts';

const rooms = readRoomsTable(`
| room | job | may import |
|---|---|---|
| \`base\` | small things | |
| \`sim\` | time | base |
| \`kube\` | a | b pipe in code | base sim |
| \`world\` | it | all above |
| \`course\` | lessons | base world |
| \`node\` | Node | base |
| \`ui\` | page | base course/format |
| \`main.tsx\` | entry | ui worker.ts |
| \`worker.ts\` | entry | world |
`);

const importsOf = (path: string, text: string) => checkImports(parseSource(path, text), rooms).map((breach) => breach.says);
const bansOf = (text: string, path = 'src/kube/x.ts') => checkBans(parseSource(path, text)).map((breach) => breach.says);
const shapeOf = (path: string, text: string) => checkShape(parseSource(path, text)).map((breach) => breach.says);

describe('the rooms table', () => {
  test('is read with empty cells, entry files and "all above"', () => {
    expect(rooms.get('base')?.mayImport).toEqual([]);
    expect(rooms.get('kube')?.mayImport).toEqual(['base', 'sim']);
    expect(rooms.get('world')?.mayImport).toEqual(['base', 'sim', 'kube']);
    expect(rooms.get('main.tsx')?.mayImport).toEqual(['ui', 'worker.ts']);
  });
});

describe('imports', () => {
  test.each([
    ['src/sim/clock.ts', "import { a } from '../base/index.ts';"],
    ['src/sim/clock.ts', "import { a } from './store.ts';"],
    ['src/sim/clock.test.ts', "import { a } from './index.ts'; import { readFileSync } from 'node:fs';"],
    ['src/sim/clock.ts', "import { parse } from 'yaml';"],
    ['src/ui/lesson.tsx', "import type { Lesson } from '../course/format.ts';"],
    ['src/ui/lesson.tsx', "import { useState } from 'react'; import './lesson.css';"],
    ['src/node/run.mjs', "new URL('../..', import.meta.url); import { join } from 'node:path';"],
    ['src/main.tsx', "new Worker(new URL('./worker.ts', import.meta.url));"],
  ])('%s may: %s', (path, text) => {
    expect(importsOf(path, text)).toEqual([]);
  });

  test.each([
    ['src/sim/clock.ts', "import { a } from '../kube/index.ts';", 'sim must not import kube'],
    ['src/sim/clock.ts', "import type { A } from '../kube/index.ts';", 'sim must not import kube'],
    ['src/sim/clock.ts', "export * from '../world/index.ts';", 'sim must not import world'],
    ['src/sim/clock.ts', "type A = import('../kube/index.ts').A;", 'sim must not import kube'],
    ['src/sim/clock.ts', "const a = () => import('../kube/x.ts');", 'sim must not import kube'],
    ['src/sim/clock.test.ts', "import { a } from '../kube/index.ts';", 'sim must not import kube'],
    ['src/base/all.ts', "import.meta.glob(['../kube/*.ts']);", 'base must not import kube'],
    ['src/base/all.ts', "import.meta.glob('/src/kube/*.ts');", 'base must not import kube'],
    ['src/ui/page.tsx', "new Worker(new URL('../worker.ts', import.meta.url));", 'ui must not import worker.ts'],
    ['src/ui/page.tsx', "import { a } from '../course/judge.ts';", 'ui must not import course'],
    ['src/sim/clock.ts', "import { a } from '../base/assert.ts';", 'reaches into base past its door: ../base/assert.ts'],
    ['src/sim/clock.ts', "import { a } from './index.ts';", "imports its own room's index.ts"],
    ['src/sim/clock.ts', "import { a } from './store';", 'imports ./store without its extension'],
    ['src/sim/clock.ts', "import { create } from 'zustand';", 'imports zustand, which draws'],
    ['src/sim/clock.ts', "import { readFileSync } from 'node:fs';", 'imports node:fs'],
    ['src/sim/clock.ts', "import x from '../../package.json';", 'imports ../../package.json, outside src'],
    ['src/attic/clock.ts', '', '"attic" is no room of ARCHITECTURE.md'],
  ])('%s may not: %s', (path, text, says) => {
    expect(importsOf(path, text)).toEqual([says]);
  });
});

describe('bans', () => {
  test.each([
    ['Date.now();', 'uses Date.now'],
    ['new Date();', 'reads the wall clock with new Date()'],
    ['new Date(`2020-01-01T${time}`);', 'parses a date'],
    ['new Date(2020, 1);', 'makes a date in local time'],
    ['Math.random();', 'uses Math.random'],
    ['Math.sin(1);', 'uses Math.sin'],
    ['names.sort((a, b) => a.localeCompare(b));', 'uses a.localeCompare'],
    ['total().toLocaleString();', 'uses ….toLocaleString'],
    ["new Intl.Collator('de');", 'uses Intl'],
    ['new RegExp(typed);', 'builds a RegExp of a value'],
    ['RegExp(`^${typed}$`);', 'builds a RegExp of a value'],
    ['const f = async () => 1;', 'has an async function'],
    ['await go();', 'awaits'],
    ["const later = () => import('./later.ts');", 'imports at run time'],
    ['Promise.resolve(1);', 'uses Promise'],
    ['setTimeout(go, 1);', 'uses setTimeout'],
    ['const ids = { [crypto.randomUUID()]: 1 };', 'uses crypto'],
    ['const { now = performance.now() } = given;', 'uses performance'],
  ])('%s', (text, says) => {
    expect(bansOf(text)).toEqual([says]);
  });

  test.each([
    'new Date(ms).toISOString();',
    'Date.UTC(2020, 1);',
    'Math.floor(7 / 2);',
    "new RegExp('a+', 'g').test(text); /a+/.test(text);",
    'const run = (process: Process) => process.exit(0);',
    'for (const process of processes) kill(process);',
    'container.process.kill({ process: 1 }); type A = { performance: number }; interface B { fetch(): void }',
    'class Host { process = 1; fetch() {} }',
    'let later: Promise<number>;',
  ])('lets pass: %s', (text) => {
    expect(bansOf(text)).toEqual([]);
  });

  test('await is for world and above, the clock on the wall for nobody in the engine', () => {
    expect(bansOf('await load();', 'src/world/session.ts')).toEqual([]);
    expect(bansOf('Date.now();', 'src/world/session.ts')).toEqual(['uses Date.now']);
    expect(bansOf('Date.now();', 'src/ui/frame.ts')).toEqual([]);
    expect(bansOf('Date.now();', 'src/kube/x.test.ts')).toEqual([]);
  });
});

describe('shape', () => {
  const lines = (count: number) => `// What it is.\n${'go();\n'.repeat(count - 1)}`;

  test('a file has at most 400 lines, a test 300', () => {
    expect(shapeOf('src/sim/clock.ts', lines(400))).toEqual([]);
    expect(shapeOf('src/sim/clock.ts', lines(401))).toEqual(['401 lines, at most 400']);
    expect(shapeOf('src/sim/clock.test.ts', lines(301))).toEqual(['301 lines, at most 300']);
  });

  test('a function has at most 70 lines, a suite of tests as many as it likes', () => {
    const long = (head: string) => `// What it is.\n${head} {\n${'  go();\n'.repeat(69)}}`;
    expect(shapeOf('src/sim/clock.ts', long('function* run()'))).toEqual(['a function of 71 lines, at most 70']);
    expect(shapeOf('src/sim/clock.ts', long('const run = () =>'))).toEqual(['a function of 71 lines, at most 70']);
    expect(shapeOf('src/sim/clock.test.ts', `${long("describe('x', () =>")})`)).toEqual([]);
  });

  test.each(['src/sim/Clock.ts', 'src/sim/my_clock.ts', 'src/Sim/clock.ts', 'src/sim/string-utils.ts', 'src/sim/manager.ts'])(
    'a file is not named %s',
    (path) => {
      expect(shapeOf(path, '// What it is.\n')).toHaveLength(1);
    },
  );

  test.each(['src/kube/controller-manager.ts', 'src/kube/sentences.en.ts', 'src/kube/x.slow.test.ts', 'src/main.tsx'])(
    'a file may be named %s',
    (path) => {
      expect(shapeOf(path, '// What it is.\n')).toEqual([]);
    },
  );

  test('a file says at its head what it is', () => {
    expect(shapeOf('src/sim/clock.ts', 'go();\n')).toEqual(['does not say at its head what it is']);
    expect(shapeOf('src/sim/clock.ts', '/** The clock. */\ngo();\n')).toEqual([]);
  });

  test('a room has a door', () => {
    const files = [parseSource('src/sim/index.ts', ''), parseSource('src/kube/x.ts', '')];
    expect(checkDoors(['sim', 'kube'], files).map((breach) => breach.path)).toEqual(['src/kube/index.ts']);
  });
});

describe('kinds', () => {
  const files = [parseSource('src/kube/kinds/replica-set/index.ts', '')];
  const kindsIn = (path: string) =>
    checkKinds(parseSource(path, "if (object.kind === 'ReplicaSet') go();"), kindNames(files)).map((breach) => breach.line);

  test('are compared by name only where they are described or owned', () => {
    expect(kindsIn('src/kube/door/list.ts')).toEqual([1]);
    expect(kindsIn('src/cli/kubectl/verbs/get.ts')).toEqual([1]);
    expect(kindsIn('src/kube/controllers/replica-set.ts')).toEqual([]);
    expect(kindsIn('src/cli/kubectl/kinds/replica-set.ts')).toEqual([]);
    expect(kindsIn('src/kube/door/list.test.ts')).toEqual([]);
  });
});
