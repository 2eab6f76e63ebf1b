import { Terminal } from '@xterm/xterm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellWidth } from './cell-width.ts';
import type { Shown } from './line-layout.ts';
import { LinePainter } from './line-painter.ts';

const width = cellWidth();

function open(cols: number, rows: number) {
  const term = new Terminal({ cols, rows, allowProposedApi: true, convertEol: true, scrollback: 500 });
  const painter = new LinePainter({ cols, rows, write: (data, done) => term.write(data, done), cursorColumn: () => term.buffer.active.cursorX }, width);
  const settled = () => new Promise<void>((done) => term.write('', () => term.write('', done)));
  /** All that the terminal holds, wrapped lines joined. */
  const text = () => {
    const lines: string[] = [];
    for (let i = 0; i < term.buffer.active.length; i++) {
      const line = term.buffer.active.getLine(i)!;
      if (line.isWrapped) lines[lines.length - 1] += line.translateToString(true);
      else lines.push(line.translateToString(true));
    }
    return lines.map((line) => line.trimEnd()).join('\n').trimEnd();
  };
  return { term, painter, settled, text };
}

const shown = (text: string, cursor = text.length): Shown => ({ text, cursor, dim: 0, below: [] });

test('what programs print goes before the line that is being typed, and the line stays whole', async () => {
  const { painter, settled, text } = open(20, 6);
  painter.print('$ ');
  await settled();
  painter.show(shown('kubectl get po'));
  painter.print('[1]+ Done\n$ ');
  await settled();
  expect(text()).toBe('$ [1]+ Done\n$ kubectl get po');
});

test('a finished line stays as it is, and output follows it on a line of its own', async () => {
  const { painter, settled, text } = open(12, 6);
  for (const line of ['ls', 'echo 12345', 'echo 123456', '', 'echo 12345678901234567890']) {
    painter.print('$ ');
    await settled();
    painter.show(shown(line));
    painter.commit(line, shown(''), true);
    painter.print('out\n');
    await settled();
  }
  // "$ echo 12345" fills its row to the border, the next one goes past it by one: the output still begins a row.
  expect(text()).toBe('$ ls\nout\n$ echo 12345\nout\n$ echo 123456\nout\n$\nout\n$ echo 12345678901234567890\nout');
});

test('a line that is given up stays without its end: the shell that was interrupted goes on there', async () => {
  const { painter, settled, text } = open(20, 6);
  painter.print('$ ');
  await settled();
  painter.show(shown('sleep'));
  painter.commit('sleep^C', shown(''), false);
  painter.print('\n$ ');
  await settled();
  expect(text()).toBe('$ sleep^C\n$');
});

test('what is typed at the end of a line is written alone: screen readers are not told the line again', async () => {
  const { term, painter, settled, text } = open(20, 6);
  painter.print('$ ');
  await settled();
  painter.show(shown('e'));
  const heard: string[] = [];
  const write = term.write.bind(term);
  term.write = (data, done) => (typeof data === 'string' && data !== '' && heard.push(data), write(data, done));
  for (const line of ['ec', 'ech', 'echo']) painter.show(shown(line));
  await settled();
  expect(heard).toEqual(['c', 'h', 'o']);
  painter.commit('echo', shown(''), true);
  await settled();
  expect(heard.slice(3)).toEqual(['\r\n']);
  painter.print('$ ');
  await settled();
  painter.show(shown('echo', 1));
  painter.show(shown('echo 1234567890 12'));
  await settled();
  expect(text()).toBe('$ echo\n$ echo 1234567890 12');
  expect([term.buffer.active.cursorX, term.buffer.active.cursorY]).toEqual([0, 2]);
});

test('whatever is typed, moved and printed, the screen ends as prompt, output and line in their order', async () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' x', '世', '好', 'é', '\t'), maxLength: 40 });
  const step = fc.oneof(
    fc.record({ do: fc.constant('show' as const), text: letters, at: fc.nat(100) }),
    fc.record({ do: fc.constant('print' as const), text: fc.constantFrom('one\n', 'two lines\nof it\n', 'longer than the whole row is wide\n') }),
    fc.record({ do: fc.constant('more' as const), text: fc.constantFrom('a', 'b c', 'de', '世') }),
    fc.record({ do: fc.constant('wait' as const) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.integer({ min: 8, max: 24 }), async (steps, cols) => {
      const { term, painter, settled, text } = open(cols, 30);
      let printed = '';
      let line = '';
      for (const s of steps) {
        if (s.do === 'show') {
          line = s.text;
          painter.show(shown(line, Math.min(s.at, line.length)));
        } else if (s.do === 'more') {
          line += s.text;
          painter.show(shown(line));
        } else if (s.do === 'print') {
          printed += s.text;
          painter.print(s.text);
        } else await settled();
      }
      painter.print('$ ');
      await settled();
      painter.show(shown(line, 0));
      await settled();
      expect(text()).toBe(`${printed}$ ${line.replaceAll('\t', '    ')}`.replace(/ +$/, ''));
      expect(term.buffer.active.cursorX).toBe(2);
    }),
    { numRuns: 60 },
  );
});
