/** help: what is built into the shell. bash tells of each; busybox's lists the names. */
import { compileGlob } from '../../base/index.ts';
import { complain } from '../interpreter/complain.ts';
import type { Builtin, Run, Shell } from '../interpreter/shell.ts';
import { topics, type Topic } from './help-topics.ts';
import { print, wrongOption } from './output.ts';

const BUSYBOX_WIDTH = 60;

export const help: Builtin = function* (sh, args) {
  if (!sh.isBash) return yield* names(sh);
  let flags = '';
  let i = 0;
  for (; args[i]?.startsWith('-') && args[i] !== '-'; i++) {
    if (args[i] === '--') {
      i++;
      break;
    }
    if (!/^-[dms]+$/.test(args[i]!)) return yield* wrongOption(sh, 'help', args[i]!.slice(0, 2), '[-dms] [pattern ...]');
    flags += args[i]!;
  }
  const patterns = args.slice(i);
  if (patterns.length === 0) return yield* list(sh);
  let found = false;
  for (const pattern of patterns) for (const topic of matching(pattern)) {
    found = true;
    yield* print(sh, told(topic, flags));
  }
  if (found) return 0;
  const last = patterns[patterns.length - 1]!;
  yield* complain(sh, `help: no help topics match \`${last}'.  Try \`help help' or \`man -k ${last}' or \`info ${last}'.`);
  return 1;
};

/** The name itself, what it begins, or what the pattern matches. */
function matching(pattern: string): readonly Topic[] {
  const own = topics.filter((topic) => topic.name === pattern);
  if (own.length > 0) return own;
  const compiled = compileGlob(/[*?[]/.test(pattern) && pattern.length > 1 ? pattern : `${pattern}*`);
  return topics.filter((topic) => compiled.matches(topic.name));
}

function told({ name, synopsis, lines }: Topic, flags: string): string {
  if (flags.includes('d')) return `${name} - ${lines[0]!}\n`;
  if (flags.includes('s')) return `${name}: ${synopsis}\n`;
  return `${name}: ${synopsis}\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

/** Two columns, cut with a > where they are too narrow. */
function* list(sh: Shell): Run<number> {
  const width = Math.max(40, (sh.p.isTty(1) ? sh.p.tty?.cols : undefined) ?? 80) >> 1;
  const cell = ({ synopsis }: Topic): string => {
    const text = ` ${synopsis}`;
    return (text.length < width ? text : `${text.slice(0, width - 2)}>`).padEnd(width);
  };
  const rows = Math.ceil(topics.length / 2);
  const lines = Array.from({ length: rows }, (_, i) => `${cell(topics[i]!)}${topics[i + rows] ? cell(topics[i + rows]!) : ''}`.trimEnd());
  yield* print(sh, `GNU bash, version 5.2.21(1)-release (x86_64-pc-linux-gnu)\nBuilt into the shell; help NAME tells more of each, and man NAME of programs.\n\n${lines.join('\n')}\n`);
  return 0;
}

function* names(sh: Shell): Run<number> {
  let text = 'Built-in commands:\n------------------\n';
  let line = '';
  for (const name of [...sh.builtins.keys()].sort()) {
    if (line.length + name.length + 1 > BUSYBOX_WIDTH) {
      text += `\t${line}\n`;
      line = '';
    }
    line += line === '' ? name : ` ${name}`;
  }
  yield* print(sh, `${text}\t${line}\n`);
  return 0;
}
