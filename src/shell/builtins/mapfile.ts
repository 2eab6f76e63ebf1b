/** mapfile, also called readarray: the lines of an input into an array. */
import { growMemory, tick } from '../../host/index.ts';
import { complain } from '../interpreter/complain.ts';
import { evaluateText } from '../interpreter/evaluate.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { quoteForShell } from '../language/quote-for-shell.ts';
import { refuse, wrongOption } from './output.ts';
import { readLine } from './read.ts';

const LONG = 4_096; // lines at a time are paid for
const BYTES_A_LINE = 50; // about: the variable will count them
const LINE_US = 1;
const PAID_US = 800;

const usage = '[-d delim] [-n count] [-O origin] [-s count] [-t] [-u fd] [-C callback] [-c quantum] [array]';

interface Options {
  readonly strip: boolean;
  readonly delimiter: number;
  readonly fd: number;
  readonly most: number;
  readonly skipped: number;
  readonly origin: number | undefined;
  readonly callback: string | undefined;
  readonly quantum: number;
  readonly name: string;
}

export const mapfile: Builtin = function* (sh, args) {
  const options = parse(args);
  if ('wrong' in options) return yield* wrongOption(sh, 'mapfile', options.wrong, usage);
  const { name, origin } = options;
  if (!/^[A-Za-z_]\w*$/.test(name)) return yield* refuse(sh, 'mapfile', `\`${name}': not a valid identifier`);
  if (!sh.p.fds.has(options.fd)) return yield* refuse(sh, 'mapfile', `${options.fd}: invalid file descriptor: Bad file descriptor`);
  if (sh.variables.find(name)?.readonly) return yield* refuseReadonly(sh, name);
  if (origin === undefined) {
    sh.variables.unset(name);
    sh.variables.setList(name, []);
  }
  const lines: string[] = [];
  for (let skipped = 0; lines.length < options.most; ) {
    const line = yield* readLine(sh, options.fd, options.delimiter, true);
    if (!line || (!line.complete && line.text === '')) break;
    if (skipped++ < options.skipped) continue;
    yield* pay(sh, lines.length);
    lines.push(line.text + (options.strip || !line.complete ? '' : String.fromCharCode(options.delimiter)));
    if (options.callback === undefined || lines.length % options.quantum !== 0) continue;
    yield* evaluateText(sh, `${options.callback} ${(origin ?? 0) + lines.length - 1} ${quoteForShell(lines.at(-1)!)}`, 'eval');
  }
  growMemory(sh.p, -Math.floor(lines.length / LONG) * LONG * BYTES_A_LINE);
  if (origin === undefined) sh.variables.setList(name, lines);
  else lines.forEach((line, i) => sh.variables.setElement(name, origin + i, line));
  return 0;
};

function* refuseReadonly(sh: Shell, name: string): Run<number> {
  yield* complain(sh, `${name}: readonly variable`);
  return 1;
}

function* pay(sh: Shell, lines: number): Run<void> {
  sh.p.charge(LINE_US);
  if (lines % LONG !== LONG - 1) return;
  growMemory(sh.p, LONG * BYTES_A_LINE);
  sh.p.charge(PAID_US);
  yield tick();
}

function parse(args: readonly string[]): Options | { readonly wrong: string } {
  const values = new Map<string, string>();
  let strip = false;
  let i = 0;
  for (; i < args.length && /^-./.test(args[i]!); i++) {
    const arg = args[i]!;
    if (arg === '--') {
      i++;
      break;
    }
    for (let at = 1; at < arg.length; at++) {
      const letter = arg[at]!;
      if (letter === 't') strip = true;
      else if ('dnOsuCc'.includes(letter)) {
        values.set(letter, arg.slice(at + 1) || (args[++i] ?? ''));
        break;
      } else return { wrong: `-${letter}` };
    }
  }
  const number = (letter: string, otherwise: number) => (values.has(letter) ? Number(values.get(letter)) || 0 : otherwise);
  return {
    strip,
    delimiter: values.has('d') ? values.get('d')!.charCodeAt(0) || 0 : 10,
    fd: number('u', 0),
    most: number('n', 0) || Infinity,
    skipped: number('s', 0),
    origin: values.has('O') ? number('O', 0) : undefined,
    callback: values.get('C'),
    quantum: number('c', 5_000) || 1,
    name: args[i] ?? 'MAPFILE',
  };
}
