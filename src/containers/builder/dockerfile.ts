/** A Dockerfile cut into instructions: comments, continuations and parser directives as Docker's own parser takes them, with the lines they stand on. */

export interface Instruction {
  readonly name: string; // in capitals
  /** As it was written, joined to one line: what "Step 1/3 : " is followed by. */
  readonly original: string;
  readonly flags: readonly string[]; // "--from=build"
  readonly rest: string; // what follows the name and the flags
  readonly line: number; // of its beginning, from 1
  readonly endLine: number;
  /** Documents that stand below it: `RUN <<EOF`. Only the newer builder takes them. */
  readonly heredocs: readonly Heredoc[];
}

export interface Heredoc {
  readonly name: string;
  /** Its lines, each with its end. */
  readonly content: string;
  readonly expands: boolean; // its name was not quoted
}

export interface Dockerfile {
  readonly instructions: readonly Instruction[];
  readonly escape: string; // '\\' or '`'
}

/** What keeps a build from beginning, in Docker's words. */
export class DockerfileError extends Error {
  override name = 'DockerfileError';
  readonly line: number; // 0 when it is about none

  constructor(message: string, line = 0) {
    super(line === 0 ? message : `dockerfile parse error on line ${line}: ${message}`);
    this.line = line;
  }
}

const directiveForm = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;

/** Throws DockerfileError. `name` is how the file is called in messages; `heredocs`: whether documents may follow an instruction. */
export function parseDockerfile(text: string, { name = 'Dockerfile', heredocs = false }: { readonly name?: string; readonly heredocs?: boolean } = {}): Dockerfile {
  if (text.trim() === '') throw new DockerfileError(`the Dockerfile (${name}) cannot be empty`);
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const escape = escapeOf(lines);
  const instructions: Instruction[] = [];
  for (let at = 0; at < lines.length; ) {
    const line = lines[at]!;
    if (isSkipped(line)) {
      at++;
      continue;
    }
    const { joined, end } = joinLines(lines, at, escape);
    const below = heredocs ? heredocsOf(joined, lines, end) : { documents: [], end };
    instructions.push({ ...instructionOf(joined, at + 1, below.end), heredocs: below.documents });
    at = below.end;
  }
  if (instructions.length === 0) throw new DockerfileError('file with no instructions');
  return { instructions, escape };
}

/** Directives stand before anything else; only `escape` means something to this builder. */
function escapeOf(lines: readonly string[]): string {
  const seen = new Set<string>();
  for (const [i, line] of lines.entries()) {
    const match = directiveForm.exec(line);
    if (!match) return '\\';
    const name = match[1]!.toLowerCase();
    if (name === 'escape') {
      if (seen.has(name)) throw new DockerfileError('only one escape parser directive can be used', i + 1);
      if (match[2] !== '\\' && match[2] !== '`') throw new DockerfileError(`invalid ESCAPE '${match[2]!}'. Must be \` or \\`, i + 1);
      return match[2];
    }
    seen.add(name);
  }
  return '\\';
}

function isSkipped(line: string): boolean {
  return /^\s*(?:#|$)/.test(line);
}

/** A line and those it goes on in; comments and empty lines between them are left out. */
function joinLines(lines: readonly string[], start: number, escape: string): { joined: string; end: number } {
  let joined = '';
  let at = start;
  for (; at < lines.length; at++) {
    const line = lines[at]!;
    if (at > start && isSkipped(line)) continue;
    const trimmed = line.replace(/[ \t]+$/, '');
    const continues = trimmed.endsWith(escape) && !trimmed.endsWith(escape + escape);
    joined += continues ? trimmed.slice(0, -1) : line;
    if (!continues) return { joined: joined.trim(), end: at + 1 };
  }
  return { joined: joined.trim(), end: at };
}

const heredocForm = /(?:^|\s)\d*<<(-?)(?:(["'])([A-Za-z_][\w.]*)\2|([A-Za-z_][\w.]*))/g;

/** The documents that RUN, COPY and ADD ask for, from the lines that follow. Throws DockerfileError for one without an end. */
function heredocsOf(joined: string, lines: readonly string[], start: number): { documents: readonly Heredoc[]; end: number } {
  const documents: Heredoc[] = [];
  let at = start;
  if (!/^(?:RUN|COPY|ADD)\s/i.test(joined)) return { documents, end: at };
  for (const [, chomp, , quoted, plain] of joined.matchAll(heredocForm)) {
    const name = quoted ?? plain!;
    let content = '';
    for (;;) {
      if (at >= lines.length) throw new DockerfileError(`unterminated heredoc`, start);
      const line = chomp === '-' ? lines[at]!.replace(/^\t+/, '') : lines[at]!;
      at++;
      if (line === name) break;
      content += `${line}\n`;
    }
    documents.push({ name, content, expands: quoted === undefined });
  }
  return { documents, end: at };
}

function instructionOf(original: string, line: number, endLine: number): Omit<Instruction, 'heredocs'> {
  const match = /^(\S+)\s*([^]*)$/.exec(original)!;
  let rest = match[2]!;
  const flags: string[] = [];
  for (let flag = /^(--\S*)\s*/.exec(rest); flag; flag = /^(--\S*)\s*/.exec(rest)) {
    if (flag[1] === '--') {
      rest = rest.slice(flag[0].length);
      break;
    }
    flags.push(flag[1]!);
    rest = rest.slice(flag[0].length);
  }
  return { name: match[1]!.toUpperCase(), original, flags, rest: rest.trim(), line, endLine };
}
