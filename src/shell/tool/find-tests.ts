/** What find asks of a file, and how it writes of one with -printf. */
import type { Stat } from '../../host/index.ts';
import { groupName, userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { unescape } from '../language/escapes.ts';
import { parseMode } from '../language/file-mode.ts';
import { modeOf } from './mode-of.ts';
import { tried, type ToolCall, type ToolRun } from './tool.ts';

export interface Visit {
  readonly path: string;
  /** The operand below which it was found. */
  readonly start: string;
  readonly name: string;
  readonly stat: Stat;
  readonly depth: number;
  prune: boolean;
  print(text: string): void;
  /** Nothing more is to be visited. */
  quit(): void;
  /** Writes out what was printed: before another program prints. */
  flush(): ToolRun<void>;
}

export class ExpressionError extends Error {}

export const typeLetters: Readonly<Record<Stat['kind'], string>> = { file: 'f', dir: 'd', link: 'l', block: 'b', char: 'c', fifo: 'p', socket: 's' };

export function numberTest(text: string, name: string): (n: number) => boolean {
  const match = /^([-+]?)(\d+)$/.exec(text);
  if (!match) throw new ExpressionError(`invalid argument \`${text}' to \`${name}'`);
  const wanted = Number(match[2]);
  return match[1] === '+' ? (n) => n > wanted : match[1] === '-' ? (n) => n < wanted : (n) => n === wanted;
}

const sizeUnits: Readonly<Record<string, number>> = { c: 1, w: 2, b: 512, '': 512, k: 1024, M: 1_048_576, G: 1_073_741_824 };

export function sizeTest(text: string): (visit: Visit) => boolean {
  const match = /^([-+]?\d+)([cwbkMG]?)$/.exec(text);
  if (!match) throw new ExpressionError(`invalid -size type \`${text[text.length - 1] ?? ''}'`);
  const compare = numberTest(match[1]!, '-size');
  const unit = sizeUnits[match[2]!]!;
  return (visit) => compare(Math.ceil(visit.stat.size / unit));
}

export function permissionTest(text: string): (visit: Visit) => boolean {
  const how = /^[-/]/.exec(text)?.[0];
  const bits = parseMode(text.slice(how?.length ?? 0), 0, false, 0);
  if (bits === undefined) throw new ExpressionError(`invalid mode ‘${text}’`);
  if (how === '-') return (v) => (v.stat.mode & bits) === bits;
  if (how === '/') return (v) => bits === 0 || (v.stat.mode & bits) !== 0;
  return (v) => v.stat.mode === bits;
}

export function emptyDirectory(call: ToolCall, path: string): boolean {
  const names = tried(() => call.p.files.readdir(path));
  return 'value' in names && names.value.length === 0;
}

/** Of whole blocks of the disk. */
function kibibytes({ kind, size }: Stat): number {
  return kind === 'link' ? 0 : Math.ceil(size / 4_096) * 4;
}

const HALF_A_YEAR_MS = 180 * 86_400_000;

/** The line of -ls. */
export function listed(call: ToolCall, visit: Visit): string {
  const { stat } = visit;
  const ageMs = call.p.host.wallMs - stat.mtimeMs;
  const date = formatDate(ageMs >= 0 && ageMs < HALF_A_YEAR_MS ? '%b %e %H:%M' : '%b %e  %Y', stat.mtimeMs);
  const link = stat.target === undefined ? '' : ` -> ${stat.target}`;
  return `${printed(call, '%9i %6k %M %3n %-8u %-8g %8s', visit)} ${date} ${visit.path}${link}\n`;
}

export function printed(call: ToolCall, format: string, visit: Visit): string {
  const { stat, path } = visit;
  const slash = path.lastIndexOf('/');
  return unescape(format, 'format').text.replace(/%([-#0]*)(\d*)(T[+@A-Za-z]|[%bikpPHfhsmMuUgGdylnt])/g, (_, flags: string, width: string, verb: string) => {
    const values: Readonly<Record<string, string>> = {
      '%': '%',
      p: path,
      P: path === visit.start ? '' : path.slice(visit.start.length).replace(/^\//, ''),
      H: visit.start,
      n: String(stat.links),
      f: visit.name,
      h: slash < 0 ? '.' : path.slice(0, slash),
      s: String(stat.size),
      m: (flags.includes('#') ? '0' : '') + (stat.mode & 0o7777).toString(8),
      M: modeOf(stat),
      u: userName(call.p.files, stat.uid),
      U: String(stat.uid),
      g: groupName(call.p.files, stat.gid),
      G: String(stat.gid),
      d: String(visit.depth),
      y: typeLetters[stat.kind],
      l: stat.target ?? '',
      get i() {
        return String(call.p.files.inodeNumber(path, { follow: false }));
      },
      k: String(kibibytes(stat)),
      b: String(kibibytes(stat) * 2),
      t: formatDate('%a %b %e %H:%M:%S %Y', stat.mtimeMs),
    };
    const value = verb.startsWith('T') ? (verb === 'T@' ? String(stat.mtimeMs / 1000) : formatDate(`%${verb.slice(1)}`, stat.mtimeMs)) : values[verb]!;
    return flags.includes('-') ? value.padEnd(Number(width)) : value.padStart(Number(width));
  });
}
