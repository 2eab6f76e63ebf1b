// What a turn of a shell's loop costs, in counts that are the same on every machine: thousands of containers may be in one.
import { afterEach, expect, test } from 'vitest';
import { runStatements } from './interpreter/run-list.ts';
import { shellOf } from './interpreter/shell-of.ts';
import { parseUnit } from './language/parse-script.ts';
import { ShellMachine } from './test-machine.ts';

const TURNS = 100;
const generators = Object.getPrototypeOf(function* () {}).prototype as { next: (value: unknown) => unknown };
const { next } = generators;
afterEach(() => void (generators.next = next));

test('a loop that sleeps: three events, seven generators resumed a turn', () => {
  const machine = new ShellMachine();
  const { clock, host } = machine;
  host.spawn('/usr/bin/bash', ['bash', '-c', 'while true; do sleep 1; done'], { fds: [] });
  clock.run(10_500, { stepsMax: Infinity });
  const { steps } = clock;
  let resumed = 0;
  generators.next = function (value) {
    resumed++;
    return next.call(this, value);
  };
  clock.run(10_500 + TURNS * 1_000, { stepsMax: Infinity });
  expect((clock.steps - steps) / TURNS).toBe(3);
  expect(resumed / TURNS).toBeLessThanOrEqual(7);
});

test.each(['true', 'x=1', 'x=$((x + 1)); [ "$x" -lt 5 ]', 'f() { :; }; : "$PWD" $HOME', '{ :; test -n "$x"; }'])('%s needs no generator at all', (text) => {
  const machine = new ShellMachine();
  const shell = machine.host.spawn('/usr/bin/bash', ['bash', '-c', 'x=1; sleep 1; :'], { fds: [] });
  machine.clock.run(500, { stepsMax: Infinity });
  expect(typeof runStatements(shellOf(shell)!, parseUnit(text).statements)).toBe('number');
});
