/** @text, @json, @csv and the other ways to write a value into a text. */
import { decodeBase64, encodeBase64 } from '../../base/index.ts';
import { bytesOfText, textOfBytes } from '../language/byte-text.ts';
import { described, isArray, isNumber, JqError, numberText, toJson, type Value } from './value.ts';

export function textOf(value: Value): string {
  return typeof value === 'string' ? value : toJson(value);
}

export function formatText(name: string, value: Value): string {
  switch (name) {
    case '@text':
      return textOf(value);
    case '@json':
      return toJson(value);
    case '@csv':
      return row(value, 'csv', ',', (text) => `"${text.replaceAll('"', '""')}"`);
    case '@tsv':
      return row(value, 'tsv', '\t', (text) => text.replace(/[\\\t\n\r]/g, (char) => ({ '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' })[char]!));
    case '@html':
      return textOf(value).replace(/[<>&'"]/g, (char) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&quot;' })[char]!);
    case '@uri':
      return [...bytesOfText(textOf(value))].map((byte) => (/[A-Za-z0-9_.~-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)).join('');
    case '@urid':
      return textOfBytes(bytesOfUri(textOf(value)));
    case '@sh':
      return isArray(value) ? value.map(shellWord).join(' ') : shellWord(value);
    case '@base64':
      return encodeBase64(bytesOfText(textOf(value)));
    case '@base64d':
      return decoded(value);
    case '@base32':
      return base32(bytesOfText(textOf(value)));
    case '@base32d':
      return textOfBytes(fromBase32(textOf(value)));
    default:
      throw new JqError(`${name.slice(1)} is not a valid format`);
  }
}

function row(value: Value, format: string, separator: string, quoted: (text: string) => string): string {
  if (!isArray(value)) throw new JqError(`${described(value)} cannot be ${format}-formatted, only an array can be`);
  return value
    .map((item) => {
      if (item === null) return '';
      if (typeof item === 'boolean') return String(item);
      if (isNumber(item)) return numberText(item);
      if (typeof item === 'string') return quoted(item);
      throw new JqError(`${described(item)} is not valid in a csv row`);
    })
    .join(separator);
}

function shellWord(value: Value): string {
  if (typeof value === 'string') return `'${value.replaceAll("'", "'\\''")}'`;
  if (value !== null && typeof value === 'object') throw new JqError(`${described(value)} can not be escaped for shell`);
  return toJson(value);
}

function decoded(value: Value): string {
  const text = textOf(value).replace(/=+$/, '');
  const answer = decodeBase64(text.padEnd(Math.ceil(text.length / 4) * 4, '='));
  if ('illegalAt' in answer || text.length % 4 === 1) throw new JqError(`${described(value)} is not valid base64 data`);
  return textOfBytes(answer.bytes).replace(/[\udc80-\udcff]/g, '\ufffd');
}

function bytesOfUri(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = text[i] === '%' ? /^[0-9A-Fa-f]{2}/.exec(text.slice(i + 1, i + 3))?.[0] : undefined;
    if (hex !== undefined) {
      bytes.push(parseInt(hex, 16));
      i += 2;
    } else bytes.push(...bytesOfText(text[i]!));
  }
  return Uint8Array.from(bytes);
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(bytes: Uint8Array): string {
  let out = '';
  for (let i = 0; i < bytes.length; i += 5) {
    let bits = 0n;
    for (let j = 0; j < 5; j++) bits = (bits << 8n) | BigInt(bytes[i + j] ?? 0);
    const size = Math.ceil((Math.min(5, bytes.length - i) * 8) / 5);
    for (let j = 0; j < 8; j++) out += j < size ? alphabet[Number((bits >> BigInt(35 - 5 * j)) & 31n)]! : '=';
  }
  return out;
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const char of text.replace(/=+$/, '')) {
    const value = alphabet.indexOf(char);
    if (value < 0) throw new JqError(`${described(text)} is not valid base32 data`);
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((held >> bits) & 0xff);
  }
  return Uint8Array.from(bytes);
}
