// What has no end takes time of the world and memory of its process, and neither the time nor the memory of whoever looks at it.
import { expect, test } from 'vitest';
import { ShellMachine } from './test-machine.ts';

const run = (script: string, untilMs: number) => new ShellMachine().run(script, { untilMs });

test.each([
  ["awk 'BEGIN { while (1) a[n++] = n \"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\" }'", 'awk: out of memory\n', 2],
  ["awk 'BEGIN { for (;;) gsub(/x*/, \"yx\", s) }'", 'awk: out of memory\n', 2],
  ["jq -n 'def f: 1 + f; f'", 'jq: error: cannot allocate memory\n', 134],
  ["jq -n '[range(1000000)] as $a | [range(1000)] | map($a + [.]) | length'", 'jq: error: cannot allocate memory\n', 134],
  ["yes | tr -d '\\n' | grep x", 'grep: memory exhausted\n', 2],
  ['echo x | sed "e yes"', "sed: couldn't allocate memory\n", 4],
])('%s fills its memory and is told so', (script, words, code) => {
  const { err, code: ended } = run(script, 600_000);
  expect(err).toContain(words);
  expect(ended).toBe(code);
});

test.each([
  "awk 'function f(x,  b) { split(\"a b c d e f\", b); return 1 } BEGIN { while (1) f(1) }'",
  "jq -n 'reduce range(infinite) as $x (0; . + $x)'",
  "jq -n '1 | until(false; . + 1)'",
  'read x < /dev/zero',
  'read -d x x < <(yes)',
  "yes | tr -d '\\n' | wc -L",
  'seq 1000000000 | tail -1',
  "yes | jq -R . > /dev/null",
])('%s goes on, and the clock with it', (script) => {
  expect(run(`timeout 1 bash -c '${script.replaceAll("'", "'\\''")}'`, 5_000).code).toBe(124);
});

test('what begets itself waits for a core', () => {
  const machine = new ShellMachine();
  machine.run(':(){ :|:& };:', { untilMs: 300 });
  expect(machine.clock.now).toBe(300);
});

test('what a function held is given back when it returns', () => {
  expect(run("awk 'function f(i,  b) { for (i = 0; i < 1000; i++) b[i] = \"x\"; return 1 } BEGIN { for (n = 0; n < 3000; n++) f(); print \"done\" }'", 600_000).out).toBe('done\n');
  expect(run("jq -n '[range(300000)] | length' ; seq 300000 | jq -s 'map(. + 1) | add'", 600_000).out).toBe('300000\n45000450000\n');
});

/** `text` so many times, between what opens and what ends. */
const chain = (text: string, end = '') => `"$(yes '${text}' | head -20000 | tr -d '\\n')${end}"`;

test.each([
  ['echo $((@))', ['(', '- ', '!', '1+', '1**', '1?1:', 'a[']],
  ['echo @ | bc', ['(', '-', '!', '1+', '1^', '{', 'if(1) ']],
  ['awk BEGIN{print\\ @}', ['(', '- ', '!', '1+', '1^', '1 ', '$']],
  ['jq -n @', ['(', '-', '1+', '.a', '[', 'if 1 then ']],
  ['test @', ['( ', '! ']],
  ['find . @', ['( ', '! ', '-name a ']],
  ['expr @', ['( ', 'length ', '1 + ']],
  ['eval @', ['{', '{a,b}', '$(', '(', '! ', '[[ ( ']],
])('%s: however deep or long its argument, nothing meets the end of the stack, which is not everywhere the same', (command, texts) => {
  for (const text of texts) {
    const end = text.endsWith('1+') || '!-'.includes(text.trim()) ? '1' : '';
    const separate = /^(test|find|expr)/.test(command);
    const argument = separate ? chain(text, end).slice(1, -1) : chain(text, end);
    expect(run(command.replace('@', argument.replaceAll('$', '$$$$')), 600_000).code).toBeLessThan(128); // the machine stops at a crash
  }
});
