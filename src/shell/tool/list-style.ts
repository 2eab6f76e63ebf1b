/** How ls lists, as its options have it: in which order, in which form, with what beside the names. */
import { chooseWord } from './choice.ts';
import { parseSize } from './size.ts';
import type { ToolCall } from './tool.ts';

export interface ListStyle {
  readonly long: boolean;
  readonly format: string; // single-column, columns, across, commas
  readonly width: number; // 0: without end
  readonly sort: string;
  readonly reverse: boolean;
  readonly directoriesFirst: boolean;
  readonly indicator: string; // none, slash, file-type, classify
  readonly quoting: string;
  readonly time: string;
  readonly blocks: boolean;
  readonly human: number | undefined; // 1024 or 1000
  readonly unit: number | undefined; // bytes that sizes are counted in
  readonly suffix: string; // of such sizes
  readonly numeric: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly author: boolean;
  readonly end: string;
}

const words = {
  sort: [['none'], ['time'], ['size'], ['extension'], ['version'], ['width']],
  format: [['verbose', 'long'], ['commas'], ['horizontal', 'across'], ['vertical'], ['single-column']],
  'indicator-style': [['none'], ['slash'], ['file-type'], ['classify']],
  'quoting-style': [['literal'], ['shell'], ['shell-always'], ['shell-escape'], ['shell-escape-always'], ['c'], ['c-maybe'], ['escape'], ['locale'], ['clocale']],
  color: [['always', 'yes', 'force'], ['never', 'no', 'none'], ['auto', 'tty', 'if-tty']],
  classify: [['always', 'yes', 'force'], ['never', 'no', 'none'], ['auto', 'tty', 'if-tty']],
} as const;

const times = ['full-iso', 'long-iso', 'iso', 'locale'];

/** `asked`: the code when ls says where to look for help. */
export function listStyle(call: ToolCall): ListStyle | { readonly problem: string; readonly asked?: number } {
  const { options, p } = call;
  const chosen: Record<string, string | undefined> = {};
  for (const [option, all] of Object.entries(words)) {
    const given = options.value(option);
    if (given === undefined) continue;
    const one = chooseWord(`--${option}`, given || 'always', all);
    if ('problem' in one) return { problem: one.problem, asked: 1 };
    chosen[option] = one.word;
  }
  const time = options.has('full-time') ? 'full-iso' : (options.value('time-style')?.replace(/^posix-/, '') ?? 'locale');
  if (!time.startsWith('+') && !times.includes(time)) return { problem: `invalid argument ‘${time}’ for ‘time style’\nValid arguments are:\n${times.map((one) => `  - [posix-]${one}\n`).join('')}  - +FORMAT (e.g., +%H:%M) for a 'date'-style format`, asked: 2 };
  for (const [letter, what] of [['w', 'line width'], ['T', 'tab size']] as const) {
    const given = options.value(letter);
    if (given !== undefined && !/^\d+$/.test(given)) return { problem: `invalid ${what}: ‘${given}’` };
  }
  const size = options.value('block-size');
  const unit = size === undefined || size === 'human-readable' || size === 'si' ? undefined : parseSize(/^\d/.test(size) ? size : `1${size}`);
  if (size !== undefined && unit === undefined && size !== 'human-readable' && size !== 'si') return { problem: `invalid --block-size argument '${size}'` };
  const terminal = p.isTty(1);
  const form = last(call, { l: 'long', n: 'long', o: 'long', g: 'long', 'full-time': 'long', 1: 'single-column', C: 'columns', x: 'across', m: 'commas', format: { verbose: 'long', horizontal: 'across', vertical: 'columns' }[chosen['format'] ?? ''] ?? chosen['format'] ?? '' });
  const long = form === 'long' || ['l', 'n', 'o', 'g', 'full-time'].some((letter) => options.has(letter));
  const escapes = last(call, { N: 'literal', b: 'escape', Q: 'c', q: 'question', 'quoting-style': chosen['quoting-style'] ?? '' });
  return {
    long,
    format: options.has('zero') ? 'single-column' : form && form !== 'long' ? form : terminal ? 'columns' : 'single-column',
    width: Number(options.value('w') ?? (terminal ? p.tty?.cols : undefined) ?? 80),
    sort: last(call, { S: 'size', t: 'time', U: 'none', f: 'none', v: 'version', X: 'extension', sort: chosen['sort'] ?? '' }) ?? 'name',
    reverse: options.has('r'),
    directoriesFirst: options.has('dirs-first'),
    indicator: last(call, { F: 'classify', p: 'slash', 'file-type': 'file-type', classify: chosen['classify'] === 'always' || (chosen['classify'] === 'auto' && terminal) ? 'classify' : 'none', 'indicator-style': chosen['indicator-style'] ?? '' }) ?? 'none',
    quoting: options.has('zero') ? 'literal' : (escapes ?? (terminal && call.flavour === 'gnu' ? 'shell-escape' : 'literal')),
    time,
    blocks: options.has('s'),
    human: options.has('si') || size === 'si' ? 1000 : options.has('h') || size === 'human-readable' ? 1024 : undefined,
    unit,
    suffix: size !== undefined && unit !== undefined && !/^\d/.test(size) ? size : '',
    numeric: options.has('n'),
    owner: !options.has('g'),
    group: !options.has('o') && !options.has('G'),
    author: options.has('author'),
    end: options.has('zero') ? '\0' : '\n',
  };
}

/** What the last of some options means. */
function last({ options }: ToolCall, meanings: Readonly<Record<string, string>>): string | undefined {
  const name = options.order.filter((one) => Object.hasOwn(meanings, one)).at(-1);
  return name === undefined ? undefined : meanings[name];
}
