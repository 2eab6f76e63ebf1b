/** How Kubernetes' own programs, the client among them, begin a line of their logs. */
import { civilTime } from './rfc3339.ts';

export type KlogLevel = 'I' | 'W' | 'E';

/** `E1121 20:15:24.698936    4316`: level, date, time and process. */
export function klogHead(level: KlogLevel, atMs: number, pid: number): string {
  const t = civilTime(atMs);
  const two = (n: number) => String(n).padStart(2, '0');
  const time = `${two(t.hour)}:${two(t.minute)}:${two(t.second)}.${String(Math.floor(t.millisecond * 1000)).padStart(6, '0')}`;
  return `${level}${two(t.month)}${two(t.day)} ${time} ${String(pid).padStart(7)}`;
}
