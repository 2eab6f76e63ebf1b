/** /var/log/wtmp: who logged in at which terminal, and until when, a record of 384 bytes each, as the C library lays them out. */
import { decodeUtf8, encodeUtf8 } from '../base/index.ts';
import type { Process } from '../host/index.ts';
import { tried } from './tool/tool.ts';

const PATH = '/var/log/wtmp';
const SIZE = 384;
const USER_PROCESS = 7;
const DEAD_PROCESS = 8;

interface LoginRecord {
  readonly user: string; // '' when the session is over
  readonly line: string;
  readonly from: string;
  readonly pid: number;
  readonly atMs: number; // since 1970
}

/** Nothing is kept where nobody has made the directory, or where there is no room: that is no reason not to let anyone in. */
export function noteLogin(p: Process, record: LoginRecord): void {
  if (!p.files.exists('/var/log')) return;
  tried(() => p.files.writeFile(PATH, encode(record), { append: true }));
}

export function loginRecords(p: Process): LoginRecord[] {
  const bytes = p.files.exists(PATH) ? p.files.readFile(PATH) : new Uint8Array();
  return Array.from({ length: Math.floor(bytes.length / SIZE) }, (_, i) => decode(bytes.subarray(i * SIZE, (i + 1) * SIZE)));
}

function encode({ user, line, from, pid, atMs }: LoginRecord): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, user === '' ? DEAD_PROCESS : USER_PROCESS, true);
  view.setInt32(4, pid, true);
  const put = (text: string, at: number, size: number): void => bytes.set(encodeUtf8(text).subarray(0, size), at);
  put(line, 8, 32);
  put(line.replace(/\D/g, ''), 40, 4);
  put(user, 44, 32);
  put(from, 76, 256);
  view.setInt32(340, Math.floor(atMs / 1000), true);
  view.setInt32(344, (atMs % 1000) * 1000, true);
  return bytes;
}

function decode(bytes: Uint8Array): LoginRecord {
  const view = new DataView(bytes.buffer, bytes.byteOffset, SIZE);
  const text = (at: number, size: number): string => decodeUtf8(bytes.subarray(at, at + size)).replace(/\0.*$/s, '');
  return { user: view.getInt16(0, true) === USER_PROCESS ? text(44, 32) : '', line: text(8, 32), from: text(76, 256), pid: view.getInt32(4, true), atMs: view.getInt32(340, true) * 1000 + Math.floor(view.getInt32(344, true) / 1000) };
}
