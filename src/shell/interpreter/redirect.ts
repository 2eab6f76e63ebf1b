/** Redirections: onto the descriptors of the shell itself, taken back afterwards, or onto those that a child will get. */
import type { Redirection } from 'unbash';
import { FileError } from '../../files/index.ts';
import { OpenFile, SystemError, type OpenFlags, type Process } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { complain, words } from './complain.ts';
import { expandHereDoc, expandTarget, expandText } from './expand-word.ts';
import { attempt } from './shell-files.ts';
import type { Answer, Run, Shell } from './shell.ts';

/** Descriptors to redirect. */
export interface Descriptors {
  get(fd: number): OpenFile | undefined;
  set(fd: number, file: OpenFile): void;
  delete(fd: number): void;
}

/** The descriptors a child is to start with, as a copy of the shell's. */
export class ChildDescriptors implements Descriptors {
  readonly files: (OpenFile | undefined)[] = [];

  constructor(p: Process) {
    for (const [fd, file] of p.fds.entries()) this.files[fd] = file;
  }

  get(fd: number): OpenFile | undefined {
    return this.files[fd];
  }

  set(fd: number, file: OpenFile): void {
    this.files[fd] = file;
  }

  delete(fd: number): void {
    this.files[fd] = undefined;
  }
}

/** The shell's own descriptors, with what was there before kept until `restore`. */
export class SavedDescriptors implements Descriptors {
  private readonly p: Process;
  private readonly saved: [number, OpenFile | undefined][] = [];

  constructor(p: Process) {
    this.p = p;
  }

  get(fd: number): OpenFile | undefined {
    return this.p.fds.get(fd);
  }

  set(fd: number, file: OpenFile): void {
    this.save(fd);
    this.p.fds.set(fd, file);
  }

  delete(fd: number): void {
    this.save(fd);
    this.p.fds.delete(fd);
  }

  /** Also the way out when the process is dead: then nothing may be opened again, only let go. */
  restore(): void {
    for (const [fd, file] of this.saved.reverse()) {
      if (this.p.alive) {
        if (file) this.p.fds.set(fd, file);
        else this.p.fds.delete(fd);
      }
      file?.release();
    }
    this.saved.length = 0;
  }

  /** Leaves everything as it now is: `exec >file`. */
  keep(): void {
    for (const [, file] of this.saved) file?.release();
    this.saved.length = 0;
  }

  private save(fd: number): void {
    const file = this.p.fds.get(fd);
    file?.hold();
    this.saved.push([fd, file]);
  }
}

/** Does them in order. False: one failed, and its message has been printed. */
export function* redirect(sh: Shell, redirects: readonly Redirection[], fds: Descriptors): Run<boolean> {
  for (const one of redirects) {
    try {
      if (!(yield* redirectOne(sh, one, fds))) return false;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      const reading = one.operator === '<' || one.operator === '<&';
      const { cannotOpen, cannotCreate } = words(sh);
      yield* complain(sh, (reading ? cannotOpen : cannotCreate)(error.path, error.code));
      return false;
    }
  }
  return true;
}

function* redirectOne(sh: Shell, one: Redirection, fds: Descriptors): Run<boolean> {
  const input = one.operator[0] === '<' && one.operator !== '<>';
  let fd = one.descriptor?.type === 'FileDescriptor' ? one.descriptor.value : input || one.operator === '<>' ? 0 : 1;
  if (one.descriptor?.type === 'FileDescriptorVariable') fd = variableDescriptor(sh, one.descriptor.name, fds, one);
  if (one.type === 'HereDoc') {
    fds.set(fd, new TextFile(yield* expandHereDoc(sh, one)));
    return true;
  }
  if (!one.target) return true;
  if (one.type === 'HereString') {
    fds.set(fd, new TextFile(`${yield* expandText(sh, one.target)}\n`));
    return true;
  }
  const target = yield* expandTarget(sh, one.target);
  if (target === undefined) {
    yield* complain(sh, `${one.target.text}: ambiguous redirect`);
    return false;
  }
  const { operator } = one;
  if (operator === '>&' || operator === '<&') return yield* duplicate(sh, operator, fd, target, fds, one.descriptor !== undefined);
  if (operator === '>' && sh.on('noclobber') && attempt(() => sh.p.files.stat(target))?.kind === 'file') {
    yield* complain(sh, sh.isBash ? `${target}: cannot overwrite existing file` : words(sh).cannotCreate(target, 'EEXIST'));
    return false;
  }
  const file = openFor(sh, target, flagsOf(operator), fds);
  if (operator === '&>' || operator === '&>>') {
    fds.set(1, file);
    fds.set(2, file);
  } else fds.set(fd, file);
  return true;
}

function flagsOf(operator: string): OpenFlags {
  if (operator === '<') return 'r';
  if (operator === '>>' || operator === '&>>') return 'a';
  return operator === '<>' ? 'r+' : 'w';
}

/** Descriptors by their path are duplicated, as bash does it itself. */
function openFor(sh: Shell, path: string, flags: OpenFlags, fds: Descriptors): OpenFile {
  const own = path === '/dev/stdin' ? '0' : path === '/dev/stdout' ? '1' : path === '/dev/stderr' ? '2' : /^\/dev\/fd\/(\d+)$/.exec(path)?.[1];
  const known = own === undefined ? undefined : fds.get(Number(own));
  if (known) return known;
  if (path === '') throw new FileError('ENOENT', path);
  if (flags === 'r+' && !sh.p.files.exists(path)) sh.p.files.writeFile(path, '');
  try {
    return sh.p.files.open(path, flags);
  } catch (error) {
    throw error instanceof FileError ? new FileError(error.code, path) : error;
  }
}

function* duplicate(sh: Shell, operator: string, fd: number, target: string, fds: Descriptors, numbered: boolean): Run<boolean> {
  if (target === '-') {
    fds.delete(fd);
    return true;
  }
  const match = /^(\d+)(-?)$/.exec(target);
  if (!match) {
    if (operator === '>&' && !numbered) {
      const file = openFor(sh, target, 'w', fds);
      fds.set(1, file);
      fds.set(2, file);
      return true;
    }
    yield* complain(sh, `${target}: ambiguous redirect`);
    return false;
  }
  const from = Number(match[1]);
  const file = fds.get(from);
  if (!file) {
    yield* complain(sh, words(sh).badDescriptor(String(from)));
    return false;
  }
  if (from !== fd) fds.set(fd, file);
  if (match[2] === '-') fds.delete(from);
  return true;
}

/** `{name}>file`: a free descriptor from 10 on, whose number the variable gets. */
function variableDescriptor(sh: Shell, name: string, fds: Descriptors, one: Redirection): number {
  if (one.type === 'Redirect' && one.target?.text === '-') return Number(sh.variables.get(name) ?? -1);
  let fd = 10;
  while (fds.get(fd)) fd++;
  sh.variables.set(name, String(fd));
  return fd;
}

/** Runs `body` with the redirections in force on the shell's own descriptors. `failed` when one could not be done. */
export function* withRedirects(sh: Shell, redirects: readonly Redirection[], body: () => Answer): Run<number> {
  const saved = new SavedDescriptors(sh.p);
  try {
    if (!(yield* redirect(sh, redirects, saved))) return failedRedirection(sh);
    if (endsHere(sh)) saved.keep(); // or whoever reads what it printed before would wait for it
    const answer = body();
    return typeof answer === 'number' ? answer : yield* answer;
  } finally {
    saved.restore();
  }
}

/** A shell that has nothing left to do: its last command may take its place, and nothing needs to be as it was. */
export function endsHere(sh: Shell): boolean {
  return sh.mayExecLast && sh.traps.size === 0 && !sh.interactive && sh.substitutionFds.length === 0;
}

/** The exit code of a command whose redirections could not be done. */
export function failedRedirection(sh: Shell): number {
  return sh.flavour === 'dash' ? 2 : 1;
}

/** The text of a here-document, read like a pipe that was filled beforehand. */
export class TextFile extends OpenFile {
  readonly kind = 'pipe';
  readonly label = 'pipe:[here-document]';
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(text: string) {
    super();
    this.bytes = bytesOfText(text);
  }

  override read(max: number): Uint8Array | null {
    if (this.at >= this.bytes.length) return null;
    const part = this.bytes.subarray(this.at, this.at + max);
    this.at += part.length;
    return part;
  }

  override onReadable(wake: () => void): Cancel {
    wake();
    return () => {};
  }

  override onWritable(): Cancel {
    throw new SystemError('EBADF', 'poll');
  }
}

