import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TerminalFeed, type TerminalPort } from './terminal-feed.ts';

function setUp() {
  let credited = 0;
  const lines: string[] = [];
  const feed = new TerminalFeed({ credit: (_tty, bytes) => (credited += bytes), line: (_tty, text) => lines.push(text) });
  return { feed, lines, credited: () => credited };
}

function pane() {
  let seen = '';
  const typed: string[] = [];
  const port: TerminalPort = {
    write(bytes, drawn) {
      seen += new TextDecoder().decode(bytes);
      drawn();
    },
    type: (text) => typed.push(text),
  };
  return { port, typed, seen: () => seen };
}

const bytes = (text: string) => new TextEncoder().encode(text);

test('bytes keep their order whether the pane is there or not, and every byte is credited once', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 20 }), fc.constantFrom('attach', 'detach')), { maxLength: 30 }), (steps) => {
      const { feed, credited } = setUp();
      const { port, seen } = pane();
      let sent = '';
      let detach: (() => void) | undefined;
      for (const step of steps) {
        if (step === 'attach') detach ??= feed.attach('t1', port);
        else if (step === 'detach') {
          detach?.();
          detach = undefined;
        } else {
          feed.receive('t1', bytes(step));
          sent += step;
        }
      }
      detach?.();
      feed.attach('t1', port);
      expect(seen()).toBe(sent);
      expect(credited()).toBe(sent.length);
    }),
  );
});

test('a terminal that nobody shows goes on to a megabyte, then its writer waits until somebody looks', () => {
  const { feed, credited } = setUp();
  const chunk = new Uint8Array(64 * 1024);
  for (let i = 0; i < 20; i++) feed.receive('t1', chunk);
  expect(credited()).toBe(16 * chunk.length);
  feed.attach('t1', pane().port);
  expect(credited()).toBe(20 * chunk.length);
});

test('a line typed by a button goes through the pane, or is echoed and sent without one', () => {
  const { feed, lines } = setUp();
  feed.type('t1', 'kubectl get pods');
  expect(lines).toEqual(['kubectl get pods']);
  const { port, typed, seen } = pane();
  feed.attach('t1', port);
  expect(seen()).toBe('kubectl get pods\r\n');
  expect(feed.takeTyped('t1')).toEqual(['kubectl get pods']);
  feed.type('t1', 'docker ps');
  expect(typed).toEqual(['docker ps']);
  expect(lines).toEqual(['kubectl get pods']);
});
