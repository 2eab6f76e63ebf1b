/** mount and df as a Mac has them. There is no proc, no sysfs and no cgroup to be seen, because its kernel has none. */
import type { Mount } from '../../host/index.ts';
import { humanSize } from '../tool/size.ts';
import { complain, print, reason, tried, type Tool } from '../tool/tool.ts';

export const mount: Tool = {
  usage: '[-dfruvw] [-o options] [-t lfs | external_type] special node',
  options: { flags: 'adfruvw', values: 'ot' },
  *run(call) {
    const [special, node] = call.operands;
    if (special !== undefined) return yield* complain(call, node === undefined ? `${special}: unknown special file or file system.` : call.p.uid === 0 ? `${special} on ${node}: Invalid argument` : `${node}: Operation not permitted`);
    const lines = call.p.files.mounts().map(({ spec, fs, readOnly }) => `${spec.source} on ${spec.point} (${[fs.type, ...(readOnly ? ['read-only'] : []), spec.options].join(',').replaceAll(',', ', ')})\n`);
    yield* print(lines.join(''));
    return 0;
  },
};

const BLOCK = 512;

export const df: Tool = {
  usage: '[-abghiklmnP] [file | filesystem ...]',
  options: { flags: 'abgHhiklmnP' },
  *run(call) {
    const { p, options, operands } = call;
    let code = 0;
    const mounts: Mount[] = operands.length === 0 ? [...p.files.mounts()] : [];
    for (const path of operands) {
      const stat = tried(() => p.files.stat(path));
      if ('error' in stat) code = yield* complain(call, `${path}: ${reason(stat.error)}`);
      else mounts.push(stat.value.mount);
    }
    const human = options.has('h') || options.has('H');
    const [block, title] = options.has('k') ? [1_024, '1024-blocks'] : options.has('m') ? [1_048_576, '1M-blocks'] : options.has('g') ? [1_073_741_824, '1G-blocks'] : [BLOCK, '512-blocks'];
    const size = (bytes: number): string => (human ? humanSize(bytes, options.has('H') ? 1_000 : 1_024).replace(/[KMGTP]$/, '$&i') : String(Math.ceil(bytes / block)));
    const rows = mounts.map(({ spec, fs }) => {
      const { totalBytes, usedBytes, availableBytes } = fs.statfs();
      const percent = usedBytes + availableBytes === 0 ? 100 : Math.ceil((usedBytes / (usedBytes + availableBytes)) * 100);
      return [spec.source, size(totalBytes), size(usedBytes), size(availableBytes), `${percent}%`, spec.point];
    });
    const all = [['Filesystem', human ? 'Size' : title, 'Used', human ? 'Avail' : 'Available', 'Capacity', ' Mounted on'], ...rows.map((row) => [...row.slice(0, -1), ` ${row.at(-1)!}`])];
    const widths = all[0]!.map((_, i) => Math.max(...all.map((row) => row[i]!.length)));
    if (mounts.length > 0) yield* print(all.map((row) => `${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : i === row.length - 1 ? cell : cell.padStart(widths[i]!))).join(' ')}\n`).join(''));
    return code;
  },
};
