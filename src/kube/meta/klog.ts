/** A line that one of Kubernetes' own programs writes to its standard error. */
import { encodeUtf8, klogHead, type KlogLevel } from '../../base/index.ts';
import type { Process } from '../../host/index.ts';

export function klog(p: Process, level: KlogLevel, source: string, text: string): void {
  p.fds.get(2)?.write(encodeUtf8(`${klogHead(level, p.host.wallMs, p.pid)} ${source}] ${text}\n`));
}
