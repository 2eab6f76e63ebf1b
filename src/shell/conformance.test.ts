// Small programs with what the real shells printed for them: ours must print the same, to the byte, and end with the same code.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ShellMachine } from './test-machine.ts';

interface Recorded {
  readonly name: string;
  readonly script: string;
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function read(path: string): Recorded[] {
  return readFileSync(path, 'utf8').split('\n%%% ').slice(1).map(parse);
}

function parse(text: string): Recorded {
  const [head = '', ...sections] = text.split(/^--- (?=(?:code \d+|out|err)(?: without.*)?$)/m);
  const at = head.indexOf('\n');
  const section = (name: string) => {
    const found = sections.find((s) => s.startsWith(name));
    if (found === undefined) return '';
    const lines = found.slice(found.indexOf('\n') + 1).replace(/\n*$/, (end) => (found === sections.at(-1) ? end.slice(0, -1) || '\n' : end));
    return found.startsWith(`${name} without`) ? lines.slice(0, -1) : lines;
  };
  return { name: head.slice(0, at), script: head.slice(at + 1, -1), code: Number(sections[0]!.slice(5)), out: section('out'), err: section('err') };
}

const folder = join(import.meta.dirname, 'conformance');

for (const file of readdirSync(folder).toSorted()) {
  describe(`programs of ${file}`, () => {
    const programs = read(join(folder, file));
    test('holds programs', () => expect(programs.length).toBeGreaterThan(20));
    test.each(programs)('$name', ({ name, script, out, err, code }) => {
      const shell = name.startsWith('sh ') ? 'sh' : 'bash';
      expect(new ShellMachine().run(script, { shell, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } })).toEqual({ out, err, code });
    });
  });
}
