import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePosixPattern, type PosixSyntax } from './posix-pattern.ts';

function find(syntax: PosixSyntax, source: string, text: string): readonly (string | undefined)[] | string | undefined {
  const answer = compilePosixPattern(source, syntax);
  return 'error' in answer ? answer.error : answer.pattern.exec(text)?.groups;
}

test.each<[PosixSyntax, string, string, (string | undefined)[] | undefined]>([
  ['basic', 'a*b', 'caab', ['aab']],
  ['basic', '*a', 'x*a', ['*a']],
  ['basic', '^*a', '*a', ['*a']],
  ['basic', 'a\\{2,3\\}', 'aaaa', ['aaa']],
  ['basic', 'a{2}', 'a{2}', ['a{2}']],
  ['basic', '\\(a\\|b\\)c', 'xbc', ['bc', 'b']],
  ['basic', 'a+b?', 'a+b?', ['a+b?']],
  ['basic', 'a\\+b\\?', 'aaab', ['aaab']],
  ['basic', 'a^b$c', 'a^b$c', ['a^b$c']],
  ['basic', '\\(^a\\)', 'ba', undefined],
  ['basic', 'a\\.b', 'a.b', ['a.b']],
  ['basic', '[]a]*', ']a]b', [']a]']],
  ['basic', '[^]a]', ']b', ['b']],
  ['basic', '[\\n]', 'n', ['n']],
  ['basic', '[a-]', '-', ['-']],
  ['basic', '[[:digit:][:space:]x]*', '1 x2y', ['1 x2']],
  ['basic', '\\<web\\>', 'a web b', ['web']],
  ['basic', '\\<web\\>', 'webs', undefined],
  ['extended', '(a|ab)(c|bcd)?', 'abcd', ['abcd', 'a', 'bcd']],
  ['extended', 'a|ab', 'ab', ['ab']],
  ['extended', 'a{2}', 'aaa', ['aa']],
  ['extended', 'a{,2}', 'aaa', ['aa']],
  ['extended', 'x{a', 'x{a', ['x{a']],
  ['extended', '^[a-z]+-[0-9]+$', 'web-12', ['web-12']],
  ['extended', 'a++', 'aaa', ['aaa']],
  ['extended', 'a)', 'a)', ['a)']],
  ['extended', '()', 'x', ['', '']],
  ['extended', '\\w+\\s\\W', 'ab -', ['ab -']],
  ['extended', '日+', 'x日日', ['日日']],
  ['extended', '[[.-.]]', '-', ['-']],
  ['extended', '\\$\\{x\\}', '${x}', ['${x}']],
])('%s %s in %j', (syntax, source, text, groups) => {
  expect(find(syntax, source, text)).toEqual(groups);
});

test.each<[PosixSyntax, string, string]>([
  ['basic', '\\(a', 'Unmatched ( or \\('],
  ['basic', 'a\\)', 'Unmatched ) or \\)'],
  ['extended', '(a', 'Unmatched ( or \\('],
  ['extended', '[a', 'Unmatched [, [^, [:, [., or [='],
  ['extended', '[b-a]', 'Invalid range end'],
  ['extended', '[[:nope:]]', 'Invalid character class name'],
  ['basic', 'a\\', 'Trailing backslash'],
  ['basic', 'a\\{2', 'Unmatched { or \\{'],
  ['basic', 'a\\{x\\}', 'Invalid content of \\{\\}'],
  ['extended', 'a{3,2}', 'Invalid content of \\{\\}'],
  ['basic', '\\(a\\)\\1', 'Invalid back reference'],
  ['extended', 'a{5000}', 'Regular expression too big'],
])('%s %s is refused: %s', (syntax, source, error) => {
  expect(find(syntax, source, '')).toBe(error);
});

test('any text is a pattern or has an error in words', () => {
  const text = fc.array(fc.constantFrom('\\', '(', ')', '[', ']', '{', '}', '1', ',', '*', '+', '?', '|', '^', '$', '.', 'a', '-', ':', '[:alpha:]')).map((parts) => parts.join(''));
  fc.assert(
    fc.property(text, fc.constantFrom<PosixSyntax>('basic', 'extended'), (source, syntax) => {
      const answer = compilePosixPattern(source, syntax);
      if ('error' in answer) expect(answer.error).toMatch(/^(Unmatched|Invalid|Trailing|Regular)/);
      else answer.pattern.exec('a(]{1}');
    }),
    { numRuns: 500 },
  );
});
