/** umask, ulimit and times: what a process may and what it has used. */
import type { Builtin } from '../interpreter/shell.ts';
import { parseMode, symbolicMode } from '../language/file-mode.ts';
import { print, refuse, wrongOption } from './output.ts';

export const umask: Builtin = function* (sh, args) {
  const symbolic = args.includes('-S');
  const rest = args.filter((a) => a !== '-S' && a !== '-p');
  const [text] = rest;
  if (text === undefined) {
    const mask = sh.p.umask;
    const head = args.includes('-p') ? (symbolic ? 'umask -S ' : 'umask ') : '';
    yield* print(sh, symbolic ? `${head}${symbolicMode(0o777 & ~mask)}\n` : `${head}${mask.toString(8).padStart(4, '0')}\n`);
    return 0;
  }
  if (/^[0-7]{1,4}$/.test(text)) {
    sh.p.umask = parseInt(text, 8) & 0o777;
    return 0;
  }
  const mode = /^\d+$/.test(text) ? undefined : parseMode(text, 0o777 & ~sh.p.umask, false, 0);
  if (mode === undefined) {
    return yield* refuse(sh, 'umask', sh.isBash ? (/^\d/.test(text) ? `${text}: octal number out of range` : `\`${text[0]!}': invalid symbolic mode operator`) : `Illegal mode: ${text}`, sh.isBash ? 1 : 2);
  }
  sh.p.umask = 0o777 & ~mode;
  return 0;
};

const limits: readonly (readonly [string, string, string, string])[] = [
  ['real-time non-blocking time', '(microseconds, -R)', 'R', 'unlimited'],
  ['core file size', '(blocks, -c)', 'c', '0'],
  ['data seg size', '(kbytes, -d)', 'd', 'unlimited'],
  ['scheduling priority', '(-e)', 'e', '0'],
  ['file size', '(blocks, -f)', 'f', 'unlimited'],
  ['pending signals', '(-i)', 'i', '63704'],
  ['max locked memory', '(kbytes, -l)', 'l', '8192'],
  ['max memory size', '(kbytes, -m)', 'm', 'unlimited'],
  ['open files', '(-n)', 'n', '1024'],
  ['pipe size', '(512 bytes, -p)', 'p', '8'],
  ['POSIX message queues', '(bytes, -q)', 'q', '819200'],
  ['real-time priority', '(-r)', 'r', '0'],
  ['stack size', '(kbytes, -s)', 's', '8192'],
  ['cpu time', '(seconds, -t)', 't', 'unlimited'],
  ['max user processes', '(-u)', 'u', '63704'],
  ['virtual memory', '(kbytes, -v)', 'v', 'unlimited'],
  ['file locks', '(-x)', 'x', 'unlimited'],
];

/** Limits can be read. They cannot be set: nothing here enforces them, and a limit that does nothing is refused. */
export const ulimit: Builtin = function* (sh, args) {
  if (args.some((a) => a.includes('a') && a.startsWith('-'))) {
    yield* print(sh, limits.map(([name, unit, , value]) => `${name.padEnd(20)}${unit.padStart(20)} ${value}\n`).join(''));
    return 0;
  }
  const letter = /^-[SH]*([a-zA-Z])/.exec(args[0] ?? '')?.[1] ?? 'f';
  const limit = limits.find(([, , l]) => l === letter);
  if (!limit) return yield* wrongOption(sh, 'ulimit', `-${letter}`, '[-SHabcdefiklmnpqrstuvxPRT] [limit]');
  const value = args.find((a) => !a.startsWith('-'));
  if (value !== undefined && !/^(?:\d+|unlimited|hard|soft)$/.test(value)) return yield* refuse(sh, 'ulimit', `${value}: invalid number`);
  if (value !== undefined && value !== limit[3]) return yield* refuse(sh, 'ulimit', `${limit[0]}: cannot modify limit: Operation not permitted`);
  if (value === undefined) yield* print(sh, `${limit[3]}\n`);
  return 0;
};

export const times: Builtin = function* (sh) {
  const own = sh.p.cpuNs / 1e6;
  const text = (ms: number) => `${Math.floor(ms / 60_000)}m${Math.floor((ms % 60_000) / 1000)}.${String(Math.floor(ms % 1000)).padStart(3, '0')}s`;
  yield* print(sh, `${text(own)} ${text(0)}\n${text(0)} ${text(0)}\n`);
  return 0;
};
