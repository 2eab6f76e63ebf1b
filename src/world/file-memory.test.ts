// What files may keep in memory: a disk of gigabytes in a tab that has fewer. What is refused is refused in the real words, and nothing else is lost.
import { beforeAll, expect, test } from 'vitest';
import { decodeUtf8 } from '../base/index.ts';
import type { HintArgs } from '../client/index.ts';
import { loadAllAssets } from './assets.ts';
import { TerminalHints } from './hints/terminal-hints.ts';
import { Session } from './session.ts';

beforeAll(loadAllAssets);

const KEPT_ALREADY = 250 * 2 ** 20; // so that six megabytes are left, and the test is quick

function typist() {
  const session = new Session('default', 'memory');
  const { world } = session;
  expect(world.fileMemory.take(KEPT_ALREADY)).toBe(true);
  const said: { code: string; args: HintArgs }[] = [];
  const hints = new TerminalHints(world.terminals, (_, code, args) => said.push({ code, args }));
  const run = (ms: number) => world.clock.run(world.clock.now + ms, { stepsMax: 1e6 });
  session.feed({ do: 'open-tty', tty: 'a', host: 'laptop', rows: 24, cols: 200 });
  run(10);
  let printed = '';
  world.terminals.output = (_, bytes) => void (printed += decodeUtf8(bytes));
  const type = (text: string, ms = 5_000) => {
    printed = '';
    session.feed({ do: 'line', tty: 'a', text });
    run(ms);
    hints.look();
    return printed.slice(0, printed.lastIndexOf('\n'));
  };
  return { type, hint: () => said.pop() };
}

test('chance fills it, on a host and in a container; df says so, a hint why; what is removed is given back', () => {
  const { type, hint } = typist();
  type('docker run -d --rm --name box busybox:1.35 sleep 100000', 60_000);
  expect(type('cat /dev/urandom > r')).toContain('cat: write error: No space left on device');
  expect(hint()).toMatchObject({ code: 'memory-full', args: { limit: '256' } });
  expect(type('df / | tail -1')).toMatch(/ 0 100% \/$/);
  expect(type('echo small > s && cat s')).toBe('small');
  expect(type(`docker exec box sh -c 'head -c 9M /dev/urandom > /x'; docker exec box df / | tail -1`)).toMatch(/No space left on device\n.* 0 100% \/$/);
  type('rm r; docker exec box rm -f /x');
  expect(type('df / | tail -1')).toMatch(/ 1% \/$/);
  expect(type('head -c 5M /dev/urandom > r; wc -c r')).toBe('5242880 r');
  type('docker rm -f box; rm r', 20_000);
});

test('what comes again and again, and zeros, fill the disk and not the memory', () => {
  const { type, hint } = typist();
  expect(type('timeout 0.2 yes > y; head -c 64M /dev/zero > z; printf "abc\\n" > a; for i in $(seq 18); do cat a a > b; mv b a; done; stat -c %s a z', 30_000)).toBe('1048576\n67108864');
  expect(hint()).toBeUndefined();
});

test('layers that a build makes count too, and it fails like a step whose disk is full', () => {
  const { type, hint } = typist();
  type('mkdir c; printf "FROM busybox:1.35\\nRUN head -c 4M /dev/urandom > /f\\nRUN head -c 4M /dev/urandom > /g\\n" > c/Dockerfile');
  expect(type('docker build -t big c 2>&1 | tail -12', 90_000)).toMatch(/no space left on device|No space left on device/);
  expect(hint()).toMatchObject({ code: 'memory-full' });
  expect(type('docker builder prune -af > /dev/null; docker rm -f $(docker ps -aq); df / | tail -1', 20_000)).toMatch(/ 1% \/$/);
});
