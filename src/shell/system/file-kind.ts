/** file and whereis: what a file is by its first bytes, and where a program lies. */
import { executableMark, programIn } from '../../host/index.ts';
import { readAll } from '../tool/inputs.ts';
import { largest } from '../tool/many.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

const HEAD_BYTES = 4096;

export const file: Tool = {
  usage: '[OPTION...] [FILE...]',
  options: { flags: 'biLhzkNs', values: 'fF', long: { brief: 'b', mime: 'i', dereference: 'L', 'mime-type': 'i' } },
  *run(call) {
    const { options, operands } = call;
    if (operands.length === 0) return yield* refuse(call, 'no file given');
    const width = largest(operands, (name) => name.length) + 2;
    for (const name of operands) {
      const shown = name === '-' ? '/dev/stdin' : name;
      const kind = name === '-' ? ofBytes(call, name, (yield* readAll(0)).subarray(0, HEAD_BYTES)) : kindOf(call, name);
      yield* print(`${options.has('b') ? '' : `${shown}:`.padEnd(name === '-' ? shown.length + 2 : width)}${kind}\n`);
    }
    return 0;
  },
};

function kindOf(call: ToolCall, name: string): string {
  const { files } = call.p;
  const stat = tried(() => (call.options.has('L') ? files.stat(name) : files.lstat(name)));
  if ('error' in stat) return `cannot open \`${name}' (${reason(stat.error)})`;
  const { kind, target, size, major, minor } = stat.value;
  if (kind === 'dir') return `${(stat.value.mode & 0o1000) !== 0 ? 'sticky, ' : ''}directory`;
  if (kind === 'link') return `${files.exists(name) ? '' : 'broken '}symbolic link to ${target!}`;
  if (kind === 'char' || kind === 'block') return `${kind === 'char' ? 'character' : 'block'} special (${major}/${minor})`;
  if (kind === 'fifo') return 'fifo (named pipe)';
  if (kind === 'socket') return 'socket';
  if (size === 0) return 'empty';
  const bytes = tried(() => files.readFile(name).subarray(0, HEAD_BYTES));
  return 'error' in bytes ? `regular file, no read permission` : ofBytes(call, name, bytes.value);
}

const magics: readonly (readonly [string, string])[] = [
  ['\x7fELF', 'ELF 64-bit LSB executable, x86-64'],
  ['\x1f\x8b', 'gzip compressed data'],
  ['PK\x03\x04', 'Zip archive data'],
  ['\x89PNG', 'PNG image data'],
  ['-----BEGIN OPENSSH PRIVATE KEY', 'OpenSSH private key'],
  ['-----BEGIN CERTIFICATE', 'PEM certificate'],
  ['-----BEGIN RSA PRIVATE', 'PEM RSA private key'],
  ['ssh-ed25519 ', 'OpenSSH ED25519 public key'],
];

function ofBytes({ p }: ToolCall, name: string, bytes: Uint8Array): string {
  const head = String.fromCharCode(...bytes.subarray(0, 512));
  if (head.startsWith(executableMark)) return programIn({ files: p.files }, name) === undefined ? 'data' : 'ELF 64-bit LSB pie executable, x86-64, dynamically linked, interpreter /lib64/ld-linux-x86-64.so.2, for GNU/Linux 3.2.0, stripped';
  const magic = magics.find(([mark]) => head.startsWith(mark));
  if (magic) return magic[1];
  if (head.slice(257, 262) === 'ustar') return 'POSIX tar archive (GNU)';
  const text = bytes.every((byte) => byte >= 0x20 || (byte >= 7 && byte <= 13) || byte === 0x1b) && !bytes.includes(0x7f);
  if (!text) return 'data';
  const charset = bytes.some((byte) => byte >= 0x80) ? 'Unicode text, UTF-8 text' : 'ASCII text';
  const script = /^#!\s*(\S+)/.exec(head);
  const what = script ? `${script[1]!.endsWith('bash') ? 'Bourne-Again shell script' : /\/(da|a)?sh$/.test(script[1]!) ? 'POSIX shell script' : `${script[1]!} script`}, ${charset} executable` : /^\s*[[{]/.test(head) && isJson(bytes) ? 'JSON text data' : charset;
  return what + (head.includes('\r\n') ? ', with CRLF line terminators' : !head.includes('\n') && !what.startsWith('JSON') ? ', with no line terminators' : '');
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(String.fromCharCode(...bytes));
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
