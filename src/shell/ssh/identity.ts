/** Keys as files hold them: the private ones of a user, and the lists of those that are let in. */
import { encodeBase64, readSshPrivate, type SshKey } from '../../base/index.ts';
import { write, type Process } from '../../host/index.ts';
import { reason, tried, type ToolRun } from '../tool/tool.ts';

export interface Identity {
  readonly path: string;
  readonly key: SshKey;
}

/** Those that can be used. A missing file is a complaint only when it was named. */
export function* identities(p: Process, paths: readonly string[], named: boolean): ToolRun<readonly Identity[]> {
  const found: Identity[] = [];
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
    const key = 'error' in text ? undefined : readSshPrivate(text.value);
    if (key !== undefined) found.push({ path, key });
    else yield write(2, `Load key "${path}": ${'error' in text ? reason(text.error) : 'error in libcrypto'}\n`);
  }
  return found;
}

export function framed(title: string): string {
  const frame = '@'.repeat(59);
  return `${frame}\n@    ${title.padEnd(53)}@\n${frame}\n`;
}

function unprotected(path: string, mode: number): string {
  const bits = mode.toString(8).padStart(4, '0');
  return `${framed('     WARNING: UNPROTECTED PRIVATE KEY FILE!')}Permissions ${bits} for '${path}' are too open.\nIt is required that your private key files are NOT accessible by others.\nThis private key will be ignored.\nLoad key "${path}": bad permissions\n`;
}

/** Whether a list of keys, a line each, has this one. */
export function lists(text: string, blob: Uint8Array): boolean {
  const key = encodeBase64(blob);
  return text.split('\n').some((line) => !line.startsWith('#') && line.split(/\s+/).includes(key));
}
