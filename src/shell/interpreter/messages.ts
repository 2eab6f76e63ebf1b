/** How the three shells put the same refusals: one table, so that `sh` of Debian, `sh` of busybox and bash sound like themselves. */
import { strerror, type ErrorCode } from '../../files/index.ts';

export type Flavour = 'bash' | 'dash' | 'ash';

interface Words {
  readonly notFound: (name: string) => string;
  readonly noFile: (path: string) => string;
  readonly isDirectory: (path: string) => string;
  readonly noExec: (path: string) => string;
  readonly cannotCreate: (path: string, code: ErrorCode) => string;
  readonly cannotOpen: (path: string, code: ErrorCode) => string;
  readonly unset: (name: string) => string;
  readonly readOnly: (name: string) => string;
  readonly badSubstitution: (text: string) => string;
  readonly arithmetic: (text: string, message: string) => string;
  readonly cannotChangeTo: (path: string, code: ErrorCode) => string;
  readonly unexpected: (token: string) => string;
  readonly unexpectedEnd: string;
  readonly badDescriptor: (fd: string) => string;
  readonly illegalNumber: (builtin: string, text: string) => string;
  readonly sourceNotFound: (path: string) => string;
}

const bash: Words = {
  notFound: (name) => `${name}: command not found`,
  noFile: (path) => `${path}: No such file or directory`,
  isDirectory: (path) => `${path}: Is a directory`,
  noExec: (path) => `${path}: cannot execute binary file: Exec format error`,
  cannotCreate: (path, code) => `${path}: ${strerror(code)}`,
  cannotOpen: (path, code) => `${path}: ${strerror(code)}`,
  unset: (name) => `${name}: unbound variable`,
  readOnly: (name) => `${name}: readonly variable`,
  badSubstitution: (text) => `${text}: bad substitution`,
  arithmetic: (_text, message) => message,
  cannotChangeTo: (path, code) => `${path}: ${strerror(code)}`,
  unexpected: (token) => `syntax error near unexpected token \`${token}'`,
  unexpectedEnd: 'syntax error: unexpected end of file',
  badDescriptor: (fd) => `${fd}: Bad file descriptor`,
  illegalNumber: (builtin, text) => `${builtin}: ${text}: numeric argument required`,
  sourceNotFound: (path) => `${path}: No such file or directory`,
};

const dash: Words = {
  ...bash,
  notFound: (name) => `${name}: not found`,
  noFile: (path) => `${path}: not found`,
  isDirectory: (path) => `${path}: Permission denied`,
  noExec: (path) => `${path}: Exec format error`,
  cannotCreate: (path, code) => `cannot create ${path}: ${code === 'ENOENT' ? 'Directory nonexistent' : strerror(code)}`,
  cannotOpen: (path, code) => `cannot open ${path}: ${code === 'ENOENT' ? 'No such file' : strerror(code)}`,
  unset: (name) => `${name}: parameter not set`,
  readOnly: (name) => `${name}: is read only`,
  badSubstitution: () => 'Bad substitution',
  arithmetic: (text, message) =>
    message.includes('division by 0')
      ? `arithmetic expression: division by zero: "${text}"`
      : `arithmetic expression: expecting primary: "${text}"`,
  cannotChangeTo: (path) => `can't cd to ${path}`,
  unexpected: (token) => `Syntax error: ${token === 'newline' ? 'newline' : `"${token}"`} unexpected`,
  unexpectedEnd: 'Syntax error: end of file unexpected',
  badDescriptor: (fd) => `${fd}: Bad file descriptor`,
  illegalNumber: (builtin, text) => `${builtin}: Illegal number: ${text}`,
  sourceNotFound: (path) => `cannot open ${path}: No such file`,
};

const ash: Words = {
  ...dash,
  cannotCreate: (path, code) => `can't create ${path}: ${code === 'ENOENT' ? 'nonexistent directory' : strerror(code)}`,
  cannotOpen: (path, code) => `can't open ${path}: ${code === 'ENOENT' ? 'no such file' : strerror(code)}`,
  badSubstitution: () => 'syntax error: bad substitution',
  arithmetic: (_text, message) => (message.includes('division by 0') ? 'divide by zero' : 'arithmetic syntax error'),
  cannotChangeTo: (path, code) => `can't cd to ${path}: ${strerror(code)}`,
  unexpected: (token) => `syntax error: unexpected ${token === 'newline' ? 'newline' : `"${token}"`}`,
  unexpectedEnd: 'syntax error: unexpected end of file',
  noFile: (path) => `${path}: not found`,
  illegalNumber: (builtin, text) => `${builtin}: Illegal number: ${text}`,
  sourceNotFound: (path) => `can't open '${path}': No such file or directory`,
};

const tables: Readonly<Record<Flavour, Words>> = { bash, dash, ash };

export function wordsOf(flavour: Flavour): Words {
  return tables[flavour];
}

export interface Place {
  readonly flavour: Flavour;
  readonly name: string;
  readonly line: number;
  /** An interactive shell has no use for its lines' numbers, but dash gives them all the same. */
  readonly interactive: boolean;
  /** The text is that of -c, or of standard input: busybox gives no line then. */
  readonly script: boolean;
}

/** What stands before the message. */
export function prefix(place: Place): string {
  if (place.flavour === 'dash') return `${place.name}: ${place.line}: `;
  if (place.flavour === 'ash') return place.script ? `${place.name}: line ${place.line}: ` : `${place.name}: `;
  return place.interactive ? `${place.name}: ` : `${place.name}: line ${place.line}: `;
}
