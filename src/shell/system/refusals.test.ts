// Programs that are given nonsense say so in the real ones' words, and what has no end or great holes is read no further than asked.
import { expect, test } from 'vitest';
import { ShellMachine } from '../test-machine.ts';

const run = (script: string) => new ShellMachine().run(`exec 2>&1; ${script}`, { untilMs: 600_000 }).out.split('\n').slice(0, -1);

test('numbers that are none are refused', () => {
  expect(run('usermod -u x student; flock -w x f true; flock -E 300 f true; openssl rand abc; last -n x; dd if=/dev/zero of=/dev/full bs=1 count=1 status=none')).toEqual([
    "usermod: invalid user ID 'x'",
    "flock: invalid timeout value: 'x'",
    'flock: exit code out of range (expected 0 to 255)',
    'rand: Can\'t parse "abc" as a number',
    'rand: Use -help for summary.',
    "last: failed to parse number: 'x'",
    "dd: error writing '/dev/full': No space left on device",
  ]);
});

test('no more is read than was asked for', () => {
  expect(run('for dump in "od -An -N4 -tx1" "hexdump -n4" "xxd -l4"; do $dump /dev/zero; done; truncate -s 5G f; file f; fallocate -d f; stat -c %s f')).toEqual([' 00 00 00 00', '0000000 0000 0000                              ', '0000004', '00000000: 0000 0000                                ....', 'f: data', '5368709120']);
});

test('bc gives up what is too large for it', () => {
  expect(run("echo 'x=2^1000000; for (i=0; i<12; i++) x = x*x' | bc; echo 'scale=20000; e(1)' | bc -l")).toEqual(['Fatal error: Out of memory for malloc.', 'Runtime error (func=(main), adr=15): more than 10000 places in a function of the library']);
});
