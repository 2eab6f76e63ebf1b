/** Keys as files hold them: a private one with its public half in it, and the lists of those that are let in. */
import { decodeBase64, decodeUtf8, encodeBase64 } from '../../base/index.ts';
import { write, type Process } from '../../host/index.ts';
import { reason, tried, type ToolRun } from '../tool/tool.ts';

const MAGIC = 'openssh-key-v1\0';

/** The public half of the first identity that can be used, in base64; '' when there is none. A missing file is a complaint only when it was named. */
export function* keyOf(p: Process, paths: readonly string[], named: boolean): ToolRun<string> {
  for (const path of paths) {
    const stat = tried(() => p.files.stat(path));
    if ('error' in stat) {
      if (named) yield write(2, `Warning: Identity file ${path} not accessible: ${reason(stat.error)}.\n`);
      continue;
    }
    const mode = stat.value.mode & 0o777;
    if ((mode & 0o077) !== 0 && stat.value.uid === p.uid) {
      yield write(2, unprotected(path, mode));
      continue;
    }
    const text = tried(() => p.files.readText(path));
    const key = 'error' in text ? undefined : publicHalf(text.value);
    if (key !== undefined) return key;
    yield write(2, `Load key "${path}": ${'error' in text ? reason(text.error) : 'error in libcrypto'}\n`);
  }
  return '';
}

function unprotected(path: string, mode: number): string {
  const frame = '@'.repeat(59);
  const bits = mode.toString(8).padStart(4, '0');
  return `${frame}\n@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @\n${frame}\nPermissions ${bits} for '${path}' are too open.\nIt is required that your private key files are NOT accessible by others.\nThis private key will be ignored.\nLoad key "${path}": bad permissions\n`;
}

/** The format has the public key in clear before the private one: magic, cipher, key derivation and its options, a count, the key. */
function publicHalf(text: string): string | undefined {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----/.exec(text)?.[1];
  const decoded = body === undefined ? undefined : decodeBase64(body.replace(/\s/g, ''));
  if (!decoded || !('bytes' in decoded) || !decodeUtf8(decoded.bytes.subarray(0, MAGIC.length)).startsWith(MAGIC)) return undefined;
  const { bytes } = decoded;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const after = (at: number): number => at + 4 + (at + 4 <= bytes.length ? view.getUint32(at) : 0);
  const start = after(after(after(MAGIC.length))) + 4;
  return encodeBase64(bytes.subarray(start + 4, after(start)));
}

/** Whether a list of keys, a line each, has this one. */
export function lists(text: string, key: string): boolean {
  return key !== '' && text.split('\n').some((line) => !line.startsWith('#') && line.split(/\s+/).includes(key));
}
