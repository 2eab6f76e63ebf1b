import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

/** What `patch` would make of it. */
function applied(before: string, diff: string): string {
  const lines = before.split(/(?<=\n)/).filter((line) => line !== '');
  const out: string[] = [];
  let at = 0;
  for (const line of diff.split(/(?<=\n)/)) {
    const head = /^@@ -(\d+)(?:,(\d+))? /.exec(line);
    if (head) {
      const first = head[2] === '0' ? Number(head[1]) : Number(head[1]) - 1;
      while (at < first) out.push(lines[at++]!);
    } else if (line.startsWith('\\')) out.push(out.pop()!.replace(/\n$/, ''));
    else if (line.startsWith('+')) out.push(line.slice(1));
    else if (line.startsWith('-')) at++;
    else if (line !== '') out.push(lines[at++]!);
  }
  return [...out, ...lines.slice(at)].join('');
}

describe('unifiedDiff', () => {
  it('prints hunks with three lines around, far ones apart', () => {
    const before = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join('');
    const after = before.replace('line 2\n', 'two\n').replace('line 15\n', '');
    expect(unifiedDiff(before, after)).toBe(
      '@@ -1,6 +1,6 @@\n line 0\n line 1\n-line 2\n+two\n line 3\n line 4\n line 5\n@@ -13,7 +13,6 @@\n line 12\n line 13\n line 14\n-line 15\n line 16\n line 17\n line 18\n',
    );
    expect(unifiedDiff('', 'a\nb\n')).toBe('@@ -0,0 +1,2 @@\n+a\n+b\n');
    expect(unifiedDiff(after, after)).toBe('');
  });

  it('leads from the one text to the other', () => {
    const text = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 30 }).map((lines) => lines.join(''));
    fc.assert(fc.property(text, text, (before, after) => applied(before, unifiedDiff(before, after)) === after));
  });
});
