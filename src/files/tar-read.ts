/** Reading tar of any maker: old, ustar, pax and GNU headers. The entries' contents share the archive's bytes. */
import { decodeUtf8 } from '../base/index.ts';
import { contentText, emptyContent, readBytes, sliceContent, type Content } from './content.ts';
import { blockBytes, tarChecksum, TarError, tarFields, type TarEntry, type TarField, type TarKind } from './tar-format.ts';

const kinds = new Map<string, TarKind>([
  ['\0', 'file'],
  ['0', 'file'],
  ['7', 'file'],
  ['1', 'hard'],
  ['2', 'link'],
  ['3', 'char'],
  ['4', 'block'],
  ['5', 'dir'],
  ['6', 'fifo'],
]);

/** What the headers before an entry's own say of it. */
type Overrides = Map<string, string>;

/** All entries in the order of the archive. Throws a TarError when it is none, or is cut short. */
export function readTar(tar: Content): TarEntry[] {
  const entries: TarEntry[] = [];
  const global: Overrides = new Map();
  let said: Overrides = new Map(global);
  let at = 0;
  while (at < tar.size) {
    const block = readBytes(tar, at, blockBytes);
    if (block.length < blockBytes) throw new TarError('unexpected EOF');
    if (block.every((byte) => byte === 0)) break;
    if (number(block, 'checksum') !== tarChecksum(block)) throw new TarError('archive/tar: invalid tar header');
    const flag = String.fromCharCode(block[tarFields.flag[0]]!);
    const size = Number(said.get('size') ?? number(block, 'size'));
    const data = at + blockBytes;
    const kind = kinds.get(flag);
    // Only files have data; a hard link may still tell the size of what it names.
    const stored = kind === undefined || kind === 'file' ? size : 0;
    if (!Number.isSafeInteger(size) || size < 0) throw new TarError('archive/tar: invalid tar header');
    if (data + stored > tar.size) throw new TarError('unexpected EOF');
    const content = sliceContent(tar, data, data + stored);
    at = data + Math.ceil(stored / blockBytes) * blockBytes;
    if (kind) {
      entries.push(entryOf(block, kind, content, said));
      said = new Map(global);
    } else readExtension(flag, content, said, global);
  }
  return entries;
}

function readExtension(flag: string, content: Content, said: Overrides, global: Overrides): void {
  if (flag === 'x') readRecords(content, said);
  else if (flag === 'g') {
    readRecords(content, global);
    readRecords(content, said);
  } else if (flag === 'L') said.set('path', untilNul(contentText(content)));
  else if (flag === 'K') said.set('linkpath', untilNul(contentText(content)));
  else throw new TarError(`unhandled tar header type ${flag.charCodeAt(0)}`);
}

/** Lines of `LENGTH key=value`, the length in bytes; an empty value takes a record back. */
function readRecords(content: Content, into: Overrides): void {
  for (let at = 0; at < content.size; ) {
    const head = decodeUtf8(readBytes(content, at, 20));
    const length = Number(/^(\d+) /.exec(head)?.[1] ?? 0);
    const record = decodeUtf8(readBytes(content, at, length));
    const equals = record.indexOf('=');
    if (length === 0 || at + length > content.size || equals < 0 || !record.endsWith('\n')) throw new TarError('archive/tar: invalid tar header');
    const key = record.slice(record.indexOf(' ') + 1, equals);
    const value = record.slice(equals + 1, -1);
    if (value === '') into.delete(key);
    else into.set(key, value);
    at += length;
  }
}

function entryOf(block: Uint8Array, kind: TarKind, content: Content, said: Overrides): TarEntry {
  const isUstar = text(block, 'magic').startsWith('ustar');
  const prefix = isUstar && !text(block, 'magic').startsWith('ustar ') ? text(block, 'prefix') : '';
  const name = said.get('path') ?? (prefix ? `${prefix}/${text(block, 'name')}` : text(block, 'name'));
  const isFile = kind === 'file' && !name.endsWith('/');
  return {
    path: name.replace(/^\/+|\/+$/g, ''),
    // Before ustar a directory was a file whose name ends in a slash.
    kind: kind === 'file' && !isFile ? 'dir' : kind,
    meta: {
      mode: number(block, 'mode') & 0o7777,
      uid: Number(said.get('uid') ?? number(block, 'uid')),
      gid: Number(said.get('gid') ?? number(block, 'gid')),
      mtimeMs: millisOf(said.get('mtime')) ?? number(block, 'mtime') * 1000,
    },
    content: isFile ? content : emptyContent,
    target: kind === 'link' || kind === 'hard' ? (said.get('linkpath') ?? text(block, 'target')) : '',
    major: isUstar ? number(block, 'major') : 0,
    minor: isUstar ? number(block, 'minor') : 0,
  };
}

function text(block: Uint8Array, field: TarField): string {
  const [at, width] = tarFields[field];
  return untilNul(decodeUtf8(block.subarray(at, at + width)));
}

function untilNul(value: string): string {
  const end = value.indexOf('\0');
  return end < 0 ? value : value.slice(0, end);
}

/** Octal digits, or with the first bit set a big-endian integer, as GNU writes what octal cannot hold. */
function number(block: Uint8Array, field: TarField): number {
  const [at, width] = tarFields[field];
  const first = block[at]!;
  if (first & 0x80) {
    // Two's complement: with the next bit set it is negative.
    let value = first & 0x40 ? (first & 0x3f) - 0x40 : first & 0x3f;
    for (let i = 1; i < width; i++) value = value * 256 + block[at + i]!;
    return value;
  }
  const digits = text(block, field).trim();
  if (!/^[0-7]*$/.test(digits)) throw new TarError('archive/tar: invalid tar header');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** Seconds with a decimal fraction, of which milliseconds are kept. */
function millisOf(seconds: string | undefined): number | undefined {
  const parts = seconds === undefined ? null : /^(-?)(\d+)(?:\.(\d{1,3}))?\d*$/.exec(seconds);
  if (!parts) return undefined;
  const millis = Number(parts[2]) * 1000 + Number((parts[3] ?? '').padEnd(3, '0'));
  return parts[1] ? -millis : millis;
}
