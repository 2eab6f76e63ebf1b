/** Writing tar, byte for byte as Docker's archiver does: ustar headers with whole seconds and no names of owners, pax records for what does not fit. */
import { encodeUtf8 } from '../base/index.ts';
import { bytesContent, joinContent, type Content } from './content.ts';
import { blockBytes, tarChecksum, tarFields, tarFlags, type TarEntry, type TarField } from './tar-format.ts';

/** The archive shares the contents of its files; their holes stay holes, which read as zeros. */
export function writeTar(entries: Iterable<TarEntry>): Content {
  const parts: Content[] = [];
  for (const entry of entries) {
    for (const block of headerBlocks(entry)) parts.push(bytesContent(block));
    parts.push(entry.content);
    const over = entry.content.size % blockBytes;
    if (over > 0) parts.push(bytesContent(new Uint8Array(blockBytes - over)));
  }
  parts.push(bytesContent(new Uint8Array(2 * blockBytes)));
  return joinContent(...parts);
}

/** The header's blocks: one, or three and more when it needs pax records. */
function headerBlocks(entry: TarEntry): Uint8Array[] {
  const path = entry.kind === 'dir' ? `${entry.path}/` : entry.path;
  const mtime = Math.floor(entry.meta.mtimeMs / 1000);
  const block = new Uint8Array(blockBytes);
  const pax: string[] = [];
  // The order of the keys, which is that of the records.
  putNumber(block, 'gid', entry.meta.gid, pax, 'gid');
  putText(block, 'target', entry.target, pax, 'linkpath');
  putNumber(block, 'mtime', mtime, pax, 'mtime');
  putText(block, 'name', path, pax, 'path');
  putNumber(block, 'size', entry.content.size, pax, 'size');
  putNumber(block, 'uid', entry.meta.uid, pax, 'uid');
  putNumber(block, 'mode', entry.meta.mode);
  putNumber(block, 'major', entry.major);
  putNumber(block, 'minor', entry.minor);
  seal(block, tarFlags[entry.kind]);
  return pax.length > 0 ? [...paxBlocks(path, pax.join('')), block] : [block];
}

function paxBlocks(path: string, records: string): Uint8Array[] {
  const data = encodeUtf8(records);
  const slash = path.lastIndexOf('/') + 1;
  const block = new Uint8Array(blockBytes);
  const name = `${path.slice(0, slash)}PaxHeaders.0/${path.slice(slash)}`;
  put(block, 'name', asciiOf(name).slice(0, tarFields.name[1]).replace(/\/+$/, ''));
  for (const field of ['mode', 'uid', 'gid', 'mtime'] as const) putNumber(block, field, 0);
  putNumber(block, 'size', data.length);
  seal(block, 'x');
  const padded = new Uint8Array(Math.ceil(data.length / blockBytes) * blockBytes);
  padded.set(data);
  return [block, padded];
}

/** A record's length counts itself. */
function paxRecord(key: string, value: string): string {
  const rest = encodeUtf8(key).length + encodeUtf8(value).length + 3;
  let size = rest + String(rest).length;
  if (String(size).length + rest !== size) size = rest + String(size).length;
  return `${size} ${key}=${value}\n`;
}

function putText(block: Uint8Array, field: TarField, text: string, pax: string[], key: string): void {
  const width = tarFields[field][1];
  const ascii = asciiOf(text);
  if (ascii !== text || text.length > width) pax.push(paxRecord(key, text));
  const cut = ascii.slice(0, width);
  // A cut name that ends in a slash would read as a directory's.
  put(block, field, ascii.length > width ? cut.replace(/\/+$/, '') : cut);
}

function putNumber(block: Uint8Array, field: TarField, value: number, pax?: string[], key = ''): void {
  const digits = tarFields[field][1] - 1;
  const fits = value >= 0 && value < 8 ** digits;
  if (!fits) pax?.push(paxRecord(key, String(value)));
  put(block, field, (fits ? value : 0).toString(8).padStart(digits, '0'));
}

function put(block: Uint8Array, field: TarField, ascii: string): void {
  const at = tarFields[field][0];
  for (let i = 0; i < ascii.length; i++) block[at + i] = ascii.charCodeAt(i);
}

function seal(block: Uint8Array, flag: string): void {
  put(block, 'flag', flag);
  put(block, 'magic', 'ustar\x0000');
  put(block, 'checksum', `${tarChecksum(block).toString(8).padStart(6, '0')}\0 `);
}

function asciiOf(text: string): string {
  return text.replace(/[^\x01-\x7f]/g, '');
}
