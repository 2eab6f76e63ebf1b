/** file and whereis: what a file is by its first bytes, and where a program lies. */
import { decodeUtf8 } from '../../base/index.ts';
import { contentBytes, sliceContent } from '../../files/index.ts';
import { executableMark, programIn } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { LineReader, readAll } from '../tool/inputs.ts';
import { largest } from '../tool/many.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

const HEAD_BYTES = 1_048_576;
const TEXT_BYTES = 65_536; // more need not be looked at to know that it is text

interface Kind {
  readonly words: string;
  readonly mime: string;
  readonly charset: string;
}

const binary = (words: string, mime: string): Kind => ({ words, mime, charset: 'binary' });

export const file: Tool = {
  usage: '[OPTION...] [FILE...]',
  options: {
    flags: 'biLhnNs0',
    values: 'fF',
    long: { brief: 'b', mime: 'i', dereference: 'L', 'no-dereference': 'h', 'no-buffer': 'n', 'no-pad': 'N', 'special-files': 's', print0: '0', 'files-from': 'f', separator: 'F' },
    longValues: ['mime-type?', 'mime-encoding?'],
  },
  *run(call) {
    const { options, p } = call;
    const names = [...call.operands];
    for (const list of options.values('f')) {
      const opened = list === '-' ? { value: 0 } : tried(() => p.open(list));
      if ('error' in opened) return yield* complain(call, `Cannot open \`${list}' (${reason(opened.error)}).`);
      const reader = new LineReader(opened.value);
      for (let lines = yield* reader.next(); lines; lines = yield* reader.next()) for (const line of lines) names.push(line);
    }
    if (names.length === 0) return yield* refuse(call, 'no file given');
    const width = options.has('N') ? 0 : largest(names, (name) => (name === '-' ? '/dev/stdin' : name).length) + 2;
    const separator = options.has('0') ? '\0' : (options.value('F') ?? ':');
    for (const name of names) {
      const kind = name === '-' ? ofBytes(call, name, (yield* readAll(0)).subarray(0, HEAD_BYTES), 0) : kindOf(call, name);
      const shown = `${name === '-' ? '/dev/stdin' : name}${separator}`;
      yield* print(`${options.has('b') ? '' : `${shown.padEnd(options.has('0') ? 0 : width - 1)}${options.has('0') ? '' : ' '}`}${asAsked(call, kind)}\n`);
    }
    return 0;
  },
};

function asAsked({ options }: ToolCall, kind: Kind | string): string {
  if (typeof kind === 'string') return kind;
  if (options.has('mime-type') || options.has('mime-encoding')) return [...(options.has('mime-type') ? [kind.mime] : []), ...(options.has('mime-encoding') ? [kind.charset] : [])].join('; charset=');
  return options.has('i') ? `${kind.mime}; charset=${kind.charset}` : kind.words;
}

/** A string is why it cannot be told. */
function kindOf(call: ToolCall, name: string): Kind | string {
  const { files } = call.p;
  const stat = tried(() => (call.options.has('L') && !call.options.has('h') ? files.stat(name) : files.lstat(name)));
  if ('error' in stat) return `cannot open \`${name}' (${reason(stat.error)})`;
  const { kind, target, size, major, minor } = stat.value;
  if (kind === 'dir') return binary(`${(stat.value.mode & 0o1000) !== 0 ? 'sticky, ' : ''}directory`, 'inode/directory');
  if (kind === 'link') return binary(`${files.exists(name) ? '' : 'broken '}symbolic link to ${target!}`, 'inode/symlink');
  if (kind === 'char' || kind === 'block') return binary(`${kind === 'char' ? 'character' : 'block'} special (${major}/${minor})`, `inode/${kind}device`);
  if (kind === 'fifo') return binary('fifo (named pipe)', 'inode/fifo');
  if (kind === 'socket') return binary('socket', 'inode/socket');
  if (size === 0) return binary('empty', 'inode/x-empty');
  const bytes = tried(() => contentBytes(sliceContent(files.content(name), 0, HEAD_BYTES)));
  return 'error' in bytes ? binary('regular file, no read permission', 'application/octet-stream') : ofBytes(call, name, bytes.value, size);
}

const magics: readonly (readonly [mark: string, words: string, mime: string])[] = [
  ['\x7fELF', 'ELF 64-bit LSB executable', 'application/x-executable'],
  ['PK\x03\x04', 'Zip archive data', 'application/zip'],
  ['\x89PNG', 'PNG image data', 'image/png'],
];
const keys: readonly (readonly [mark: string, words: string])[] = [
  ['-----BEGIN OPENSSH PRIVATE KEY', 'OpenSSH private key'],
  ['-----BEGIN CERTIFICATE', 'PEM certificate'],
  ['-----BEGIN RSA PRIVATE', 'PEM RSA private key'],
  ['ssh-ed25519 ', 'OpenSSH ED25519 public key'],
];
const processors: Readonly<Record<string, string>> = { amd64: 'x86-64', arm64: 'ARM aarch64' };
const loaders: Readonly<Record<string, string>> = { amd64: '/lib64/ld-linux-x86-64.so.2', arm64: '/lib/ld-linux-aarch64.so.1' };

function ofBytes({ p }: ToolCall, name: string, bytes: Uint8Array, size: number): Kind {
  const head = latin(bytes.subarray(0, 512));
  if (head.startsWith(executableMark)) {
    const { architecture } = p.host.facts;
    if (programIn({ files: p.files }, name) === undefined) return binary('data', 'application/octet-stream');
    return binary(`ELF 64-bit LSB pie executable, ${processors[architecture]}, dynamically linked, interpreter ${loaders[architecture]}, for GNU/Linux 3.2.0, stripped`, 'application/x-pie-executable');
  }
  if (head.startsWith('\x1f\x8b')) return binary(gzipWords(bytes, size), 'application/gzip');
  const magic = magics.find(([mark]) => head.startsWith(mark));
  if (magic) return binary(magic[1], magic[2]);
  if (head.slice(257, 262) === 'ustar') return binary(`POSIX tar archive${head.slice(262, 264) === '  ' ? ' (GNU)' : ''}`, 'application/x-tar');
  return ofText(bytes, head);
}

function latin(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

const systems: Readonly<Record<number, string>> = { 0: 'FAT filesystem (MS-DOS, OS/2, NT)', 3: 'Unix' };

function gzipWords(bytes: Uint8Array, size: number): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 18) return 'gzip compressed data';
  const named = (bytes[3]! & 8) !== 0 ? latin(bytes.subarray(10, Math.max(10, bytes.indexOf(0, 10)))) : '';
  const stampMs = view.getUint32(4, true) * 1000;
  const parts = ['gzip compressed data'];
  if (named !== '') parts.push(`was "${named}"`);
  if (stampMs > 0) parts.push(`last modified: ${formatDate('%a %b %e %H:%M:%S %Y', stampMs)}`);
  if (bytes[8] === 2) parts.push('max compression');
  if (systems[bytes[9]!]) parts.push(`from ${systems[bytes[9]!]!}`);
  if (size === bytes.length) parts.push(`original size modulo 2^32 ${view.getUint32(bytes.length - 4, true)}`);
  return parts.join(', ');
}

function ofText(bytes: Uint8Array, head: string): Kind {
  const start = bytes.subarray(0, TEXT_BYTES);
  const isText = start.every((byte) => (byte >= 0x20 && byte !== 0x7f) || (byte >= 7 && byte <= 13) || byte === 0x1b);
  if (!isText) return binary('data', 'application/octet-stream');
  const [charset, encoding] = encodingOf(start);
  const kind = (words: string, mime: string): Kind => ({ words, mime, charset });
  const key = keys.find(([mark]) => head.startsWith(mark));
  if (key) return kind(key[1], 'text/plain');
  if (/^\s*[[{]/.test(head) && isJson(bytes)) return kind('JSON text data', 'application/json');
  const ends = head.includes('\r\n') ? ', with CRLF line terminators' : head.includes('\n') ? '' : ', with no line terminators';
  const interpreter = /^#!\s*(\S+)(?:[ \t]+(\S+))?/.exec(head);
  if (interpreter) {
    const program = interpreter[1]!.endsWith('/env') ? (interpreter[2] ?? '') : interpreter[1]!;
    const [words, mime] = scriptOf(program, interpreter[1]!);
    return kind(`${words}, ${encoding} executable${ends}`, mime);
  }
  if (/^\s*(<!doctype html|<html)/i.test(head)) return kind(`HTML document, ${encoding}${ends}`, 'text/html');
  if (head.startsWith('<?xml ')) return kind(`XML 1.0 document, ${encoding}${ends}`, 'text/xml');
  return kind(encoding + ends, 'text/plain');
}

function encodingOf(bytes: Uint8Array): readonly [charset: string, words: string] {
  if (!bytes.some((byte) => byte >= 0x80)) return ['us-ascii', 'ASCII text'];
  const whole = bytes.subarray(0, bytes.length === TEXT_BYTES ? TEXT_BYTES - 4 : bytes.length); // a character may be cut there
  if (decodeUtf8(whole.subarray(0, -3)).includes('\ufffd') || (bytes.length < TEXT_BYTES && decodeUtf8(whole).includes('\ufffd'))) return ['iso-8859-1', 'ISO-8859 text'];
  return ['utf-8', `Unicode text, UTF-8 ${bytes[0] === 0xef && bytes[1] === 0xbb ? '(with BOM) ' : ''}text`];
}

function scriptOf(program: string, interpreter: string): readonly [words: string, mime: string] {
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (name === 'bash') return ['Bourne-Again shell script', 'text/x-shellscript'];
  if (/^(da|a)?sh$/.test(name)) return ['POSIX shell script', 'text/x-shellscript'];
  if (name.startsWith('python')) return ['Python script', 'text/x-script.python'];
  if (name === 'perl') return ['Perl script text executable', 'text/x-perl'];
  return [`a ${interpreter}${program === interpreter ? '' : ` ${program}`} script`, 'text/plain'];
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(decodeUtf8(bytes));
    return true;
  } catch {
    return false;
  }
}

export const whereis: Tool = {
  usage: '[options] [-BMS <dir>... -f] <name>',
  options: { flags: 'bmsul' },
  *run(call) {
    if (call.operands.length === 0) return yield* complain(call, 'not enough arguments');
    for (const name of call.operands) {
      const dirs = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
      const found = dirs.map((dir) => `${dir}/${name}`).filter((path) => call.p.files.exists(path));
      yield* print(`${name}:${found.map((path) => ` ${path}`).join('')}\n`);
    }
    return 0;
  },
};
