import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dockerTable, formatTable, kubectlTable, TableWriter, type TableStyle } from './table.ts';
import { runeCount } from './utf8.ts';

test('a kubectl table: three blanks between columns, none behind the last', () => {
  const rows = [
    ['NAME', 'READY', 'STATUS', 'RESTARTS', 'AGE'],
    ['web-74cfb489d7-hnfbh', '0/1', 'Terminating', '0', '3m8s'],
    ['w', '1/1', 'Running', '0', '9s'],
  ];
  expect(formatTable(kubectlTable, rows)).toBe(
    'NAME                   READY   STATUS        RESTARTS   AGE\n' +
      'web-74cfb489d7-hnfbh   0/1     Terminating   0          3m8s\n' +
      'w                      1/1     Running       0          9s\n',
  );
});

test('a watch keeps a column as wide as it ever was', () => {
  const table = new TableWriter(kubectlTable);
  table.row(['NAME', 'STATUS', 'AGE']);
  table.row(['crash', 'Pending', '0s']);
  expect(table.flush()).toBe('NAME    STATUS    AGE\ncrash   Pending   0s\n');
  table.row(['crash', 'ContainerCreating', '0s']);
  expect(table.flush()).toBe('crash   ContainerCreating   0s\n');
  table.row(['crash', 'Running', '1s']);
  expect(table.flush()).toBe('crash   Running             1s\n');
  table.forgetWidths();
  table.row(['web', 'Running', '1s']);
  expect(table.flush()).toBe('web   Running   1s\n');
});

test('docker has columns of ten at least, and pads empty cells', () => {
  const rows = [
    ['ID', 'STATUS', 'PORTS', 'NAMES'],
    ['cf6f', 'Exited (3) 1 second ago', '', 'ex3'],
  ];
  expect(formatTable(dockerTable, rows)).toBe(
    'ID        STATUS                    PORTS     NAMES\ncf6f      Exited (3) 1 second ago             ex3\n',
  );
});

test('a column is a run of neighbouring lines: a line without the cell ends it', () => {
  const style: TableStyle = { minWidth: 0, padding: 2 };
  const table = new TableWriter(style);
  table.write('Name:\tweb\nLabels:\ta=b\nContainers:\n  Port:\t80\n  Host Port:\t0\nAn unfinished line');
  expect(table.flush()).toBe('Name:    web\nLabels:  a=b\nContainers:\n  Port:       80\n  Host Port:  0\nAn unfinished line');
});

test('cells are counted in runes, as Go counts, not in columns of the terminal', () => {
  expect(formatTable({ minWidth: 0, padding: 1 }, [['日本', 'x'], ['abc', 'y']])).toBe('日本  x\nabc y\n');
  expect(formatTable({ minWidth: 0, padding: 1 }, [['😀', 'x'], ['ab', 'y']])).toBe('😀  x\nab y\n');
});

const cell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '日', '😀'), maxLength: 8 });

test('in a full table every cell of a column begins at the same rune, and every cell is there', () => {
  const rows = fc.integer({ min: 1, max: 5 }).chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));
  fc.assert(
    fc.property(rows, fc.nat(12), fc.integer({ min: 1, max: 4 }), (cells, minWidth, padding) => {
      const lines = formatTable({ minWidth, padding }, cells).split('\n').slice(0, -1);
      expect(lines).toHaveLength(cells.length);
      let start = 0;
      for (let column = 0; column < cells[0]!.length; column++) {
        for (const [i, line] of lines.entries()) {
          expect([...line].slice(start, start + runeCount(cells[i]![column]!)).join('')).toBe(cells[i]![column]);
        }
        start += Math.max(minWidth, padding + Math.max(...cells.map((row) => runeCount(row[column]!))));
      }
    }),
  );
});

test('text written in pieces of any size lays out the same', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'bb', '\t', '\n'), maxLength: 40 });
  fc.assert(
    fc.property(text, fc.array(fc.nat(5)), (whole, sizes) => {
      const one = new TableWriter(kubectlTable);
      one.write(whole);
      const many = new TableWriter(kubectlTable);
      let at = 0;
      for (const size of sizes) {
        many.write(whole.slice(at, at + size));
        at += size;
      }
      many.write(whole.slice(at));
      const laidOut = many.flush();
      expect(laidOut).toBe(one.flush());
      expect(laidOut.replace(/[ \t]/g, '')).toBe(whole.replace(/[ \t]/g, ''));
    }),
  );
});
