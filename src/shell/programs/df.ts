/** df: how full the mounted file systems are. */
import type { Mount } from '../../host/index.ts';
import { humanSize } from '../tool/size.ts';
import { complain, print, reason, tried, type Tool, type ToolCall } from '../tool/tool.ts';

const hidden = new Set(['proc', 'sysfs', 'cgroup', 'cgroup2', 'devpts', 'mqueue']);

export const df: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'ahHkTiPlm', values: 'Bt', long: { all: 'a', 'human-readable': 'h', 'print-type': 'T', portability: 'P', type: 't' } },
  *run(call) {
    const { p, options } = call;
    let mounts: readonly Mount[] = p.files.mounts().filter((m) => options.has('a') || !hidden.has(m.fs.statfs().type));
    let code = 0;
    if (call.operands.length > 0) {
      const chosen: Mount[] = [];
      for (const path of call.operands) {
        const stat = tried(() => p.files.stat(path));
        if ('error' in stat) code = yield* complain(call, `${path}: ${reason(stat.error)}`);
        else chosen.push(stat.value.mount);
      }
      if (chosen.length === 0) return code;
      mounts = chosen;
    }
    yield* print(table(call, mounts));
    return code;
  },
};

function table(call: ToolCall, mounts: readonly Mount[]): string {
  const { options } = call;
  const human = options.has('h') || options.has('H');
  const base = options.has('H') ? 1000 : 1024;
  const size = (bytes: number) => (human ? humanSize(bytes, base) : String(Math.ceil(bytes / (options.has('m') ? 1_048_576 : 1024))));
  const head = ['Filesystem', ...(options.has('T') ? ['Type'] : []), human ? 'Size' : '1K-blocks', 'Used', human ? 'Avail' : 'Available', 'Use%', 'Mounted on'];
  const rows = mounts.map((mount) => {
    const { type, totalBytes, usedBytes, availableBytes } = mount.fs.statfs();
    const reachable = usedBytes + availableBytes;
    const percent = reachable === 0 ? '-' : `${Math.ceil((usedBytes / reachable) * 100)}%`;
    return [mount.spec.source ?? type, ...(options.has('T') ? [type] : []), size(totalBytes), size(usedBytes), size(availableBytes), percent, mount.spec.point];
  });
  const all = [head, ...rows];
  const widths = head.map((_, i) => Math.max(i === 0 ? 14 : i === head.length - 2 ? 4 : 5, ...all.map((row) => row[i]!.length)));
  const left = options.has('T') ? 2 : 1;
  return all.map((row) => `${row.map((cell, i) => (i === row.length - 1 ? cell : i < left ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' ')}\n`).join('');
}
