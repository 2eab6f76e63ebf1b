/** env and printenv: the environment shown, or changed for one program. */
import { FileError } from '../../files/index.ts';
import { complain, print, reason, refuse, tried, type Tool } from '../tool/tool.ts';

export const env: Tool = {
  usage: '[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
  usageCode: 125,
  prepare: splitStrings,
  options: { flags: 'i0v', values: 'uC', stopAtOperand: true, long: { 'ignore-environment': 'i', unset: 'u', chdir: 'C', null: '0', debug: 'v' } },
  *run(call) {
    const { p, options } = call;
    let rest = call.operands;
    let variables = new Map(options.has('i') || rest[0] === '-' ? [] : p.env);
    if (rest[0] === '-') rest = rest.slice(1);
    for (const name of options.values('u')) variables.delete(name);
    let i = 0;
    for (; rest[i]?.includes('='); i++) {
      const at = rest[i]!.indexOf('=');
      variables = variables.set(rest[i]!.slice(0, at), rest[i]!.slice(at + 1));
    }
    const argv = rest.slice(i);
    const dir = options.value('C');
    if (dir !== undefined && argv.length === 0) return yield* refuse(call, 'must specify command with --chdir (-C)', 125);
    const moved = dir === undefined ? undefined : tried(() => p.chdir(dir));
    if (moved && 'error' in moved) return yield* complain(call, `cannot change directory to '${dir!}': ${reason(moved.error)}`, 125);
    if (argv.length === 0) {
      const end = options.has('0') ? '\0' : '\n';
      yield* print([...variables].map(([name, value]) => `${name}=${value}${end}`).join(''));
      return 0;
    }
    const path = p.findProgram(argv[0]!);
    const words = call.flavour === 'gnu' ? `‘${argv[0]!}’` : `can't execute '${argv[0]!}'`;
    if (path === undefined) return yield* complain(call, `${words}: No such file or directory`, 127);
    try {
      yield p.exec(path, argv, variables);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return yield* complain(call, `${words}: ${error.message.slice(error.path.length + 2)}`, error.code === 'ENOENT' ? 127 : 126);
    }
    return 0;
  },
};

/** -S: one argument is the words in it, as a script's first line needs it. */
function splitStrings(args: readonly string[]): readonly string[] {
  const at = args.findIndex((arg, i) => /^-[iv0]*S|^--split-string(?:=|$)/.test(arg) && args.slice(0, i).every((before) => before.startsWith('-')));
  if (at < 0) return args;
  const [, flags = '', inline = ''] = /^-([iv0]*)S(.*)$/s.exec(args[at]!) ?? /^--split-string()=?(.*)$/s.exec(args[at]!)!;
  const text = inline === '' ? (args[at + 1] ?? '') : inline;
  return [...args.slice(0, at), ...(flags === '' ? [] : [`-${flags}`]), ...splitWords(text), ...args.slice(at + (inline === '' ? 2 : 1))];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f', v: '\v', _: ' ' };

function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (quote !== '' && char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      word ??= '';
    } else if (char === '\\' && quote !== "'" && i + 1 < text.length) word = (word ?? '') + (escapes[text[++i]!] ?? text[i]!);
    else if (quote === '' && /\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (quote === '' && char === '#' && word === undefined) break;
    else word = (word ?? '') + char;
  }
  if (word !== undefined) words.push(word);
  return words;
}

export const printenv: Tool = {
  usage: '[OPTION]... [VARIABLE]...',
  options: { flags: '0' },
  *run({ p, operands, options }) {
    const end = options.has('0') ? '\0' : '\n';
    if (operands.length === 0) {
      yield* print([...p.env].map(([name, value]) => `${name}=${value}${end}`).join(''));
      return 0;
    }
    const values = operands.map((name) => p.env.get(name));
    yield* print(values.map((value) => (value === undefined ? '' : `${value}${end}`)).join(''));
    return values.includes(undefined) ? 1 : 0;
  },
};
