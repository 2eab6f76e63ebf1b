/** The machines whose keys are known: a line each, of names, type and key. */
import { compileGlob, encodeBase64 } from '../../base/index.ts';
import type { FileView } from '../../host/index.ts';
import { tried } from '../tool/tool.ts';

export const SYSTEM_KNOWN_HOSTS = '/etc/ssh/ssh_known_hosts';

export type Verdict = { readonly is: 'known' | 'changed'; readonly path: string; readonly line: number } | { readonly is: 'unknown' };

/** As the lists have a machine at a port. */
export function nameAt(host: string, port: number): string {
  return port === 22 ? host : `[${host}]:${port}`;
}

/** The first line of this name decides, but for one with the right key further on. */
export function verdictOn(files: FileView, paths: readonly string[], name: string, key: Uint8Array): Verdict {
  let changed: Verdict | undefined;
  const wanted = encodeBase64(key);
  for (const path of paths) {
    for (const [i, line] of linesOf(files, path).entries()) {
      if (!isOf(line, name)) continue;
      const place = { path, line: i + 1 };
      if (line.split(/\s+/)[2] === wanted) return { is: 'known', ...place };
      changed ??= { is: 'changed', ...place };
    }
  }
  return changed ?? { is: 'unknown' };
}

export function linesOf(files: FileView, path: string): readonly string[] {
  const text = tried(() => files.readText(path));
  return 'error' in text ? [] : text.value.replace(/\n$/, '').split('\n');
}

export function isOf(line: string, name: string): boolean {
  if (line.startsWith('#')) return false;
  const names = line.trim().split(/\s+/)[0]!.split(',');
  return names.some((one) => one === name || (/[*?]/.test(one) && compileGlob(one).matches(name)));
}

export function addKnownHost(files: FileView, path: string, line: string): void {
  const folder = path.slice(0, path.lastIndexOf('/'));
  if (!files.exists(folder)) files.mkdir(folder, { recursive: true, mode: 0o700 });
  files.writeFile(path, `${[...linesOf(files, path).filter((one) => one !== ''), line].join('\n')}\n`, { mode: 0o600 });
}
