import { expect, test } from 'vitest';
import type { Completion } from '../../client/index.ts';
import { LineEditor } from './line-editor.ts';
import { LineHistory } from './line-history.ts';
import type { Shown } from './line-layout.ts';

function open(answer: Completion = { from: 0, candidates: [] }) {
  const sent: string[] = [];
  const committed: string[] = [];
  const drawn: Shown[] = [];
  const history = new LineHistory();
  const tty = { awaited: true, signals: true, echo: true, reads: false };
  let shown: Shown = { text: '', cursor: 0, dim: 0, below: [] };
  const editor = new LineEditor(
    {
      send: (text) => {
        sent.push(text);
        tty.awaited = false; // until its reader asks again
      },
      signal: (signal) => void sent.push(`<${signal}>`),
      endOfFile: () => void sent.push('<EOF>'),
      key: (text) => void sent.push(`<key ${JSON.stringify(text)}>`),
      complete: async () => answer,
      awaited: () => tty.awaited,
      reads: () => tty.reads,
      modes: () => tty,
      history: () => history,
    },
    {
      show: (next) => void drawn.push((shown = next)),
      commit: (text, next) => {
        committed.push(text);
        shown = next;
      },
      clear() {},
      bell() {},
      listed: (list) => list.map((c) => c.text),
      searching: (query, found) => ({ text: `?${query}: ${found}`, cursor: 0 }),
    },
  );
  const asks = () => {
    tty.awaited = true;
    editor.advance();
  };
  return { editor, sent, committed, drawn, tty, asks, history, view: () => shown };
}

test('lines that come at once are sent one by one, each when it is asked for', () => {
  const { editor, sent, committed, asks, view } = open();
  editor.paste('cat <<EOF\r\none\nEOF\nls');
  expect(sent).toEqual(['cat <<EOF']);
  expect(view()).toMatchObject({ text: 'one\nEOF\nls', dim: 8 });
  asks();
  asks();
  asks();
  expect(sent).toEqual(['cat <<EOF', 'one', 'EOF']);
  expect(committed).toEqual(sent);
  expect(view()).toMatchObject({ text: 'ls', cursor: 2, dim: 0 });
});

test('a line that is waited for goes at Enter as it stands: it is not drawn once more, which would be read out', () => {
  const { editor, committed, drawn } = open();
  editor.keys('ls');
  editor.keys('\r');
  expect(committed).toEqual(['ls']);
  expect(drawn.map(({ text }) => text)).toEqual(['ls', '']);
});

test('of a flood the last lines show; a program that reads gets it by the hundred, a shell line by line', () => {
  const { editor, sent, tty, asks, view } = open();
  const lines = Array.from({ length: 1_000 }, (_, i) => `line ${i}`);
  editor.paste(lines.join('\n'));
  expect(sent).toEqual(['line 0']);
  expect(view().text.split('\n')).toEqual(lines.slice(-21));
  tty.reads = true;
  asks();
  expect(sent).toEqual(lines.slice(0, 251));
  for (let turns = 0; turns < 40; turns++) asks();
  expect(sent).toEqual(lines.slice(0, -1));
  expect(view()).toMatchObject({ text: 'line 999', dim: 0 });
});

test('what is typed while a command runs waits, and Ctrl-C gives it up with the command', () => {
  const { editor, sent, committed, tty, asks, view } = open();
  tty.awaited = false;
  editor.keys('echo later\r');
  editor.keys('half');
  expect(sent).toEqual([]);
  editor.keys('\x03');
  expect(sent).toEqual(['<INT>']);
  expect(committed).toEqual(['half^C']);
  asks();
  expect(sent).toEqual(['<INT>']);
  expect(view().text).toBe('');
});

test('a program that takes its own signals gets them as keys', () => {
  const { editor, sent, tty } = open();
  tty.signals = false;
  editor.keys('\x03');
  expect(sent).toEqual(['<key "\\u0003">']);
});

test('Ctrl-D ends the input on an empty line and deletes on any other', () => {
  const { editor, sent, view } = open();
  editor.keys('ab\x01\x04');
  expect(view().text).toBe('b');
  editor.keys('\x04\x04');
  expect(sent).toEqual(['<EOF>']);
});

test('a password is sent and neither shown nor remembered', () => {
  const { editor, sent, committed, tty, history, view } = open();
  tty.echo = false;
  editor.keys('secret');
  expect(view().text).toBe('');
  editor.keys('\r');
  expect([sent, committed, history.size]).toEqual([['secret'], [''], 0]);
});

test('the history is walked with the arrows, and what was half typed is found again', () => {
  const { editor, asks, view } = open();
  for (const line of ['one', 'two', 'two']) {
    editor.keys(`${line}\r`);
    asks();
  }
  editor.keys('dra');
  editor.keys('\x1b[A');
  editor.keys('\x1b[A');
  expect(view().text).toBe('one');
  editor.keys('\x1b[A');
  expect(view().text).toBe('one');
  editor.keys('\x1b[B');
  editor.keys('\x1b[B');
  expect(view().text).toBe('dra');
});

test('Ctrl-R finds older and older lines; Ctrl-G gives back what stood there; another key acts on what was found', () => {
  const { editor, sent, asks, view } = open();
  for (const line of ['kubectl get pods', 'ls', 'kubectl get nodes']) {
    editor.keys(`${line}\r`);
    asks();
  }
  editor.keys('x\x12get');
  expect(view().text).toBe('?get: kubectl get nodes');
  editor.keys('\x12');
  expect(view().text).toBe('?get: kubectl get pods');
  editor.keys('\x07');
  expect(view().text).toBe('x');
  editor.keys('\x12nodes');
  editor.keys('\r');
  expect(sent.at(-1)).toBe('kubectl get nodes');
});

test('Tab fills in what all candidates share, a second one lists them, any other key puts the list away', async () => {
  const names = ['nginx-deployment.yaml', 'nginx-service.yaml'];
  const { editor, view } = open({ from: 4, candidates: names.map((text) => ({ text, label: text, note: '' })) });
  const tab = async () => {
    editor.keys('\t');
    await Promise.resolve();
    await Promise.resolve();
  };
  editor.keys('cat ng');
  await tab();
  expect(view()).toMatchObject({ text: 'cat nginx-', below: [] });
  await tab();
  expect(view().below).toEqual(names);
  editor.keys('d');
  expect(view()).toMatchObject({ text: 'cat nginx-d', below: [] });
});

test('words are cut and put back, and what is wide or combined is one character', () => {
  const { editor, view } = open();
  editor.keys('kubectl get-all ./a-b');
  editor.keys('\x17');
  expect(view().text).toBe('kubectl get-all ');
  editor.keys('\x1b\x7f');
  expect(view().text).toBe('kubectl get-');
  editor.keys('\x19');
  expect(view().text).toBe('kubectl get-all ');
  editor.keys('\x15');
  editor.keys('世界e\u0301');
  editor.keys('\x7f');
  expect(view()).toMatchObject({ text: '世界', cursor: 2 });
});
