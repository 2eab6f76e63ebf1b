/** How Kubernetes' own programs write their logs. */
import { civilTime, encodeUtf8 } from '../../base/index.ts';
import type { Process } from '../../host/index.ts';

export type Level = 'I' | 'E' | 'W';

/** `I0302 09:00:05.123000     812 server.go:533]`. */
export function klogHead(level: Level, atMs: number, pid: number, source: string): string {
  const t = civilTime(atMs);
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  return `${level}${two(t.month)}${two(t.day)} ${two(t.hour)}:${two(t.minute)}:${two(t.second)}.${String(Math.floor(t.millisecond)).padStart(3, '0')}000 ${String(pid).padStart(7)} ${source}]`;
}

export function klog(p: Process, level: Level, source: string, text: string): void {
  p.fds.get(2)?.write(encodeUtf8(`${klogHead(level, p.host.wallMs, p.pid, source)} ${text}\n`));
}
