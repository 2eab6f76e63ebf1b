/** stat: what the file system knows of a file. */
import { groupName, userName } from '../accounts.ts';
import { formatDate } from '../language/date-format.ts';
import { unescape } from '../language/escapes.ts';
import { modeOf } from '../tool/mode-of.ts';
import type { StatFs } from '../../files/index.ts';
import { deviceOf, type Stat } from '../../host/index.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall } from '../tool/tool.ts';

const kinds: Readonly<Record<Stat['kind'], string>> = {
  file: 'regular file',
  dir: 'directory',
  link: 'symbolic link',
  char: 'character special file',
  block: 'block special file',
  fifo: 'fifo',
  socket: 'socket',
};

const typeBits: Readonly<Record<Stat['kind'], number>> = { file: 0o100000, dir: 0o040000, link: 0o120000, char: 0o020000, block: 0o060000, fifo: 0o010000, socket: 0o140000 };

const TERSE = '%n %s %b %f %u %g %d %i %h %t %T %X %Y %Z %W %o';

export const stat: Tool = {
  usage: '[OPTION]... FILE...',
  options: { flags: 'Lft', values: 'c', long: { dereference: 'L', 'file-system': 'f', format: 'c', terse: 't' }, longValues: ['printf'] },
  *run(call) {
    const { p, options } = call;
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand');
    let code = 0;
    for (const path of call.operands) {
      if (options.has('f')) {
        const system = tried(() => p.files.stat(path).mount.fs.statfs());
        if ('error' in system) code = yield* complain(call, `cannot read file system information for '${path}': ${reason(system.error)}`);
        else yield* print(ofSystem(path, system.value, options.value('c')));
        continue;
      }
      const found = tried(() => (options.has('L') ? p.files.stat(path) : p.files.lstat(path)));
      if ('error' in found) {
        code = yield* complain(call, call.flavour === 'gnu' ? `cannot statx '${path}': ${reason(found.error)}` : `can't stat '${path}': ${reason(found.error)}`);
        continue;
      }
      const format = options.value('c') ?? (options.has('t') ? TERSE : undefined);
      const raw = options.value('printf');
      if (raw !== undefined) yield* print(fill(call, unescape(raw, 'format').text, path, found.value));
      else yield* print(format === undefined ? report(call, path, found.value) : `${fill(call, format, path, found.value)}\n`);
    }
    return code;
  },
};

const BLOCK = 4_096;
const systemNames: Readonly<Record<string, string>> = { ext4: 'ext2/ext3', overlay: 'overlayfs', cgroup: 'cgroupfs', cgroup2: 'cgroup2fs', devtmpfs: 'tmpfs' };

/** What stat -f tells of the file system. */
function ofSystem(path: string, { type, totalBytes, availableBytes, usedBytes }: StatFs, format: string | undefined): string {
  const [total, free, available] = [totalBytes, totalBytes - usedBytes, availableBytes].map((bytes) => Math.floor(bytes / BLOCK));
  const name = systemNames[type] ?? type;
  if (format !== undefined) {
    const values: Readonly<Record<string, string | number>> = { n: path, T: name, s: BLOCK, S: BLOCK, b: total!, f: free!, a: available!, l: 255, '%': '%' };
    return `${format.replace(/%(.)/g, (_, verb: string) => String(values[verb] ?? '?'))}\n`;
  }
  return `  File: "${path}"\n    ID: 0        Namelen: 255     Type: ${name}\nBlock size: ${BLOCK}       Fundamental block size: ${BLOCK}\nBlocks: Total: ${String(total).padEnd(10)} Free: ${String(free).padEnd(10)} Available: ${available}\n`;
}

function kindOf(found: Stat): string {
  return found.kind === 'file' && found.size === 0 ? 'regular empty file' : kinds[found.kind];
}

function report(call: ToolCall, path: string, found: Stat): string {
  const { files } = call.p;
  const time = formatDate('%Y-%m-%d %H:%M:%S.%N %z', found.mtimeMs);
  const target = found.kind === 'link' ? ` -> ${found.target ?? ''}` : '';
  const device = found.kind === 'char' || found.kind === 'block' ? `Device type: ${found.major},${found.minor}` : '';
  const id = (n: number, name: string) => `(${String(n).padStart(5)}/${name.padStart(8)})`;
  return (
    `  File: ${path}${target}\n` +
    `  Size: ${String(found.size).padEnd(10)}\tBlocks: ${String(blocksOf(found)).padEnd(10)} IO Block: 4096   ${kindOf(found)}\n` +
    `Device: ${deviceOf(call.p, found.mount.fs).replace(':', ',')}\tInode: ${String(call.p.files.inodeNumber(path, { follow: call.options.has('L') })).padEnd(11)} Links: ${device === '' ? found.links : `${String(found.links).padEnd(5)} ${device}`}\n` +
    `Access: (${found.mode.toString(8).padStart(4, '0')}/${modeOf(found)})  Uid: ${id(found.uid, userName(files, found.uid))}   Gid: ${id(found.gid, groupName(files, found.gid))}\n` +
    `Access: ${time}\nModify: ${time}\nChange: ${time}\n Birth: -\n`
  );
}

function blocksOf(found: Stat): number {
  return found.kind === 'link' ? 0 : Math.ceil(found.size / 4096) * 8;
}

function fill(call: ToolCall, format: string, path: string, found: Stat): string {
  const { files } = call.p;
  return format.replace(/%([-#+ 0]*)(\d*)(?:\.(\d*))?(.)/g, (_, flags: string, width: string, digits: string | undefined, verb: string) => {
    const seconds = (): string => (digits === undefined ? String(Math.floor(found.mtimeMs / 1000)) : `${Math.floor(found.mtimeMs / 1000)}.${String(found.mtimeMs % 1000).padStart(3, '0').padEnd(Number(digits || 9), '0').slice(0, Number(digits || 9))}`);
    const values: Readonly<Record<string, string | number>> = {
      a: (flags.includes('#') ? '0' : '') + found.mode.toString(8),
      A: modeOf(found),
      b: blocksOf(found),
      B: 512,
      d: deviceNumber(call, found),
      D: deviceNumber(call, found).toString(16),
      F: kindOf(found),
      f: (flags.includes('#') ? '0x' : '') + (typeBits[found.kind] | found.mode).toString(16),
      g: found.gid,
      G: named(groupName(files, found.gid)),
      h: found.links,
      i: call.p.files.inodeNumber(path, { follow: call.options.has('L') }),
      n: path,
      N: found.kind === 'link' ? `'${path}' -> '${found.target ?? ''}'` : `'${path}'`,
      o: 4096,
      s: found.size,
      t: found.major.toString(16),
      T: found.minor.toString(16),
      u: found.uid,
      U: named(userName(files, found.uid)),
      x: formatDate('%Y-%m-%d %H:%M:%S.%N %z', found.mtimeMs),
      X: seconds(),
      y: formatDate('%Y-%m-%d %H:%M:%S.%N %z', found.mtimeMs),
      Y: seconds(),
      z: formatDate('%Y-%m-%d %H:%M:%S.%N %z', found.mtimeMs),
      Z: seconds(),
      w: '-',
      W: 0,
      '%': '%',
    };
    const value = String(values[verb] ?? '?');
    if (flags.includes('-')) return value.padEnd(Number(width));
    return value.padStart(Number(width), flags.includes('0') && /^[\d.]+$/.test(value) ? '0' : ' ');
  });
}

function deviceNumber({ p }: ToolCall, { mount }: Stat): number {
  const [major = 0, minor = 0] = deviceOf(p, mount.fs).split(':').map(Number);
  return major * 256 + minor;
}

/** A number that nobody has. */
function named(name: string): string {
  return /^\d+$/.test(name) ? 'UNKNOWN' : name;
}
