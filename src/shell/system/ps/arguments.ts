/** What ps is asked: letters with a dash mean one thing, without it another, and long names a third. */
import type { Process } from '../../../host/index.ts';
import { accountByName, groups } from '../../accounts.ts';
import { columns, ttyName, type Column, type Viewer } from './columns.ts';

export type Chooser = (one: Process, viewer: Viewer) => boolean;

export interface Asked {
  /** Letters that choose and form: those with a dash begin with it. */
  readonly letters: ReadonlySet<string>;
  readonly custom: readonly Column[] | undefined;
  /** -O: columns between the number and the rest. */
  readonly extra: readonly Column[];
  readonly wanted: readonly Chooser[];
  /** Columns to sort by, `down` the largest first. */
  readonly order: readonly { readonly column: Column; readonly down: boolean }[];
  readonly heads: boolean;
  /** How much of a line a terminal gets. */
  readonly wide: number;
}

const SHOWING = 'aAcdefFHjlLmMNPTwyZ'; // letters that stand alone behind a dash
const BSD = 'aefHhjlmNnrSsTuvwxXZ';
const LISTS = { dashed: 'CgGopqstuUOk', bsd: 'opqtUOk' };
const longNames: Readonly<Record<string, string>> = {
  pid: '-p', 'quick-pid': '-q', ppid: 'ppid', user: '-u', User: '-U', group: 'egroup', Group: '-G', tty: '-t', sid: '-s', format: '-o', sort: 'k',
};
const longFlags: Readonly<Record<string, string>> = { forest: 'f', deselect: '-N', headers: '', width: '-w' };

const listed = (value: string): string[] => value.split(/[\s,]+/).filter((word) => word !== '');

/** Reads words one by one; the first that is wrong ends it. */
export class ArgumentReader {
  private readonly letters = new Set<string>();
  private custom: Column[] | undefined;
  private readonly extra: Column[] = [];
  private readonly wanted: Chooser[] = [];
  private order: { column: Column; down: boolean }[] = [];
  private heads = true;
  private wide = 0;
  private readonly p: Process;

  constructor(p: Process) {
    this.p = p;
  }

  /** A string is what is wrong with them. */
  read(argv: readonly string[]): Asked | string {
    for (let i = 0; i < argv.length; i++) {
      const word = argv[i]!;
      const next = (): string | undefined => argv[++i];
      let wrong: string | undefined;
      if (word.startsWith('--')) wrong = this.long(word.slice(2), next);
      else if (/^\d+(,\d+)*$/.test(word)) wrong = this.byNumber('p', word);
      else wrong = word.startsWith('-') && word !== '-' ? this.dashed(word.slice(1), next) : this.bsd(word, next);
      if (wrong !== undefined) return wrong;
    }
    const { letters, custom, extra, wanted, order, heads, wide } = this;
    return { letters, custom, extra, wanted, order, heads, wide };
  }

  private long(text: string, next: () => string | undefined): string | undefined {
    const [name = '', attached] = text.includes('=') ? [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)] : [text];
    if (/^no-?head(er|ers|ing|ings)?$/.test(name)) this.heads = false;
    else if (Object.hasOwn(longFlags, name)) this.letters.add(longFlags[name]!);
    else if (Object.hasOwn(longNames, name)) return this.valued(longNames[name]!, attached ?? next());
    else return 'unknown gnu long option';
    return undefined;
  }

  private dashed(word: string, next: () => string | undefined): string | undefined {
    // "-aux" means "aux" where nobody is called "x".
    if (/^a?ux/.test(word) && !accountByName(this.p.files, word.slice(word.indexOf('u') + 1))) return this.bsd(word, next);
    for (let at = 0; at < word.length; at++) {
      const letter = word[at]!;
      if (LISTS.dashed.includes(letter)) return this.valued(`-${letter}`, word.slice(at + 1) || next());
      if (!SHOWING.includes(letter)) return letter === 'V' ? undefined : 'unsupported SysV option';
      if (letter === 'w') this.wide++;
      this.letters.add(`-${letter}`);
    }
    return undefined;
  }

  private bsd(word: string, next: () => string | undefined): string | undefined {
    for (let at = 0; at < word.length; at++) {
      const letter = word[at]!;
      if (LISTS.bsd.includes(letter)) return this.valued(letter, word.slice(at + 1) || next());
      if (!BSD.includes(letter)) return 'unsupported option (BSD syntax)';
      if (letter === 'w') this.wide++;
      if (letter === 'h') this.heads = false;
      this.letters.add(letter);
    }
    return undefined;
  }

  private valued(name: string, value: string | undefined): string | undefined {
    const letter = name.replace(/^-/, '');
    const missing = 'oO'.includes(letter) ? `format specification must follow -${letter}` : letter === 'k' ? 'long sort specification must follow \'k\'' : undefined;
    if (value === undefined) return missing ?? `list of ${listName[letter] ?? 'process IDs'} must follow ${name}`;
    if (letter === 'o') return this.columnsOf(value, (this.custom ??= []));
    if (letter === 'O') return this.columnsOf(value, this.extra);
    if (letter === 'k') return this.sortBy(listed(value));
    return this.byNumber(letter, value) ?? undefined;
  }

  private columnsOf(value: string, into: Column[]): string | undefined {
    const words = listed(value);
    if (words.length === 0) return 'empty format list';
    for (const word of words) {
      const [, name = '', width, title] = /^([^:=]*)(?::(\d+))?(?:=(.*))?$/s.exec(word) ?? [];
      if (!Object.hasOwn(columns, name.toLowerCase())) return `unknown user-defined format specifier "${word}"`;
      const column = columns[name.toLowerCase()]!;
      const sized = width === undefined ? column : { ...column, width: Number(width), cut: true };
      into.push(title === undefined ? sized : { ...sized, title });
    }
    return undefined;
  }

  private sortBy(keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const name = key.replace(/^[-+]/, '').toLowerCase();
      if (!Object.hasOwn(columns, name)) return 'unknown sort specifier';
      this.order.push({ column: columns[name]!, down: key.startsWith('-') });
    }
    return undefined;
  }

  private byNumber(letter: string, value: string): string | undefined {
    const words = listed(value);
    if (['p', 'q', 'ppid', 's', 'g'].includes(letter) && words.some((word) => !/^\d+$/.test(word))) return letter === 's' || letter === 'g' ? 'session ID list syntax error' : 'process ID list syntax error';
    if (/^[uU]$/.test(letter) && words.some((word) => !/^\d+$/.test(word) && !accountByName(this.p.files, word))) return 'user name does not exist';
    if (/^(G|egroup)$/.test(letter) && words.some((word) => !/^\d+$/.test(word) && !groups(this.p.files).some(({ name }) => name === word))) return 'group name does not exist';
    if (letter === 't' && !words.every((word) => word === '-' || word === '?' || this.p.files.exists(`/dev/${word}`) || this.isTty(word))) return 'TTY could not be found';
    this.wanted.push(chooser(letter, words));
    return undefined;
  }

  private isTty(word: string): boolean {
    return [...this.p.host.processes.values()].some((one) => sameTty(one, word));
  }
}

const listName: Readonly<Record<string, string>> = {
  C: 'command names', g: 'session leaders OR effective group IDs', G: 'real groups', egroup: 'effective groups', s: 'session IDs', t: 'terminals (pty, tty...)', u: 'users', U: 'real users', ppid: 'process IDs',
};

/** "pts/0", "/dev/pts/0" and the number alone. */
function sameTty(one: Process, word: string): boolean {
  const own = ttyName(one);
  return own === word || `/dev/${own}` === word || (own.startsWith('pts/') && own.slice(4) === word) || (word === '-' && own === '?');
}

function chooser(letter: string, words: readonly string[]): Chooser {
  const named = (id: number, idOf: (word: string, viewer: Viewer) => number | undefined, viewer: Viewer): boolean => words.some((word) => String(id) === word || idOf(word, viewer) === id);
  const uidOf = (word: string, { p }: Viewer): number | undefined => accountByName(p.files, word)?.uid;
  const gidOf = (word: string, { p }: Viewer): number | undefined => groups(p.files).find(({ name }) => name === word)?.gid;
  switch (letter) {
    case 'ppid':
      return (one, { pidOf }) => one.parent !== undefined && words.includes(String(pidOf(one.parent)));
    case 'C':
      return (one) => words.includes(one.name);
    case 'u':
      return (one, viewer) => named(one.uid, uidOf, viewer);
    case 'U':
      return (one, viewer) => named(one.realUid, uidOf, viewer);
    case 'G':
      return (one, viewer) => named(one.realGid, gidOf, viewer);
    case 'egroup':
      return (one, viewer) => named(one.gid, gidOf, viewer);
    case 's':
    case 'g':
      return (one) => words.includes(String(one.sid));
    case 't':
      return (one) => words.some((word) => sameTty(one, word));
    default:
      return (one, { pidOf }) => words.includes(String(pidOf(one)));
  }
}
