/** lsblk, lscpu, dmesg, sysctl and hostnamectl: what this machine is made of, and what its kernel says and can be told. */
import { decodeUtf8, encodeUtf8 } from '../../base/index.ts';
import { FileError } from '../../files/index.ts';
import { SystemError } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { humanSize } from '../tool/size.ts';
import { complain, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const lsblk: Tool = {
  usage: '[options] [<device> ...]',
  options: { flags: 'abdfilmnprtS', values: 'oeI', long: { all: 'a', bytes: 'b', list: 'l', noheadings: 'n', fs: 'f' } },
  *run(call) {
    const { p, options } = call;
    const { totalBytes } = p.host.disk.statfs();
    const size = options.has('b') ? String(totalBytes) : humanSize(totalBytes);
    const points = p.files.mounts().filter((mount) => mount.fs === p.host.disk && mount.spec.part === undefined).map((mount) => mount.spec.point);
    if (!options.has('n')) yield* print(`NAME   MAJ:MIN RM ${'SIZE'.padStart(size.length)} RO TYPE MOUNTPOINTS\n`);
    yield* print(`sda      8:0    0 ${size}  0 disk \n${options.has('l') ? '' : '└─'}sda1   8:1    0 ${size}  0 part ${points.join('\n'.padEnd(35 + size.length))}\n`);
    return 0;
  },
};

export const lscpu: Tool = {
  usage: '[options]',
  options: { flags: 'abcehJpsxy' },
  *run({ p }) {
    const { cores, architecture } = p.host.facts;
    const rows = [
      ['Architecture:', architecture === 'amd64' ? 'x86_64' : 'aarch64'],
      ['  CPU op-mode(s):', architecture === 'amd64' ? '32-bit, 64-bit' : '64-bit'],
      ['  Byte Order:', 'Little Endian'],
      ['CPU(s):', String(cores)],
      ['  On-line CPU(s) list:', cores === 1 ? '0' : `0-${cores - 1}`],
      ['Thread(s) per core:', '1'],
      ['Core(s) per socket:', String(cores)],
      ['Socket(s):', '1'],
    ];
    yield* print(rows.map(([name = '', value = '']) => `${name.padEnd(25)}${value}\n`).join(''));
    return 0;
  },
};

/** The kernel's own lines of the journal, since this boot. */
export const dmesg: Tool = {
  usage: '[options]',
  options: { flags: 'cCHkLrTtuwxe', values: 'lnfs', long: { ctime: 'T', human: 'H', notime: 't', follow: 'w' } },
  *run(call) {
    const { p, options } = call;
    if (p.uid !== 0 && !p.capable('SYSLOG')) return yield* complain(call, 'read kernel buffer failed: Operation not permitted');
    const { journal } = p.host.init;
    const bootMs = p.host.wallMs - p.host.clock.now + p.host.bootedMs;
    for (const { atMs, text } of journal.read({ unit: 'kernel', boot: journal.boot })) {
      const stamp = options.has('t') ? '' : options.has('T') ? `[${formatDate('%a %b %e %H:%M:%S %Y', atMs)}] ` : `[${((atMs - bootMs) / 1000).toFixed(6).padStart(12)}] `;
      yield* print(`${stamp}${text}\n`);
    }
    return 0;
  },
};

export const sysctl: Tool = {
  usage: '[options] [variable[=value] ...]',
  options: { flags: 'abeNnqw', long: { all: 'a', values: 'n', names: 'N', ignore: 'e', quiet: 'q', write: 'w' } },
  *run(call) {
    const { options, operands } = call;
    if (options.has('a')) return yield* showAll(call, '/proc/sys', '');
    if (operands.length === 0) return yield* refuse(call, 'no variables specified');
    let code = 0;
    for (const word of operands) {
      const [name = '', value] = word.split(/=(.*)/s);
      code = (value === undefined ? yield* show(call, name) : yield* set(call, name, value)) || code;
    }
    return code;
  },
};

function pathOf(name: string): string {
  return `/proc/sys/${name.includes('/') ? name : name.replaceAll('.', '/')}`;
}

function* show(call: ToolCall, name: string): ToolRun {
  const { p, options } = call;
  const text = tried(() => decodeUtf8(p.files.readFile(pathOf(name))));
  if ('error' in text) return options.has('e') ? 0 : yield* complain(call, `cannot stat ${pathOf(name)}: ${reason(text.error)}`);
  const value = text.value.trimEnd();
  yield* print(options.has('n') ? `${value}\n` : options.has('N') ? `${name}\n` : `${name} = ${value}\n`);
  return 0;
}

function* set(call: ToolCall, name: string, value: string): ToolRun {
  const { p, options } = call;
  const path = pathOf(name);
  if (!p.files.exists(path)) return options.has('e') ? 0 : yield* complain(call, `cannot stat ${path}: No such file or directory`);
  try {
    const file = p.files.open(path, 'w').hold();
    file.write(encodeUtf8(value.trim()));
    file.release();
  } catch (error) {
    if (!(error instanceof FileError) && !(error instanceof SystemError)) throw error;
    const denied = error.code === 'EACCES' || error.code === 'EPERM' || error.code === 'EROFS';
    return yield* complain(call, denied ? `permission denied on key "${name}"` : `setting key "${name}": ${reason(error)}`);
  }
  if (!options.has('q')) yield* print(`${name} = ${value.trim()}\n`);
  return 0;
}

function* showAll(call: ToolCall, path: string, prefix: string): ToolRun {
  for (const name of call.p.files.readdir(path)) {
    const below = `${path}/${name}`;
    if (call.p.files.stat(below).kind === 'dir') yield* showAll(call, below, `${prefix}${name}.`);
    else yield* show(call, `${prefix}${name}`);
  }
  return 0;
}

export const hostnamectl: Tool = {
  usage: '[OPTIONS...] COMMAND ...',
  options: { longValues: ['static?', 'transient?', 'pretty?'] },
  *run(call) {
    const { p, operands } = call;
    const { uts } = p.namespaces;
    const [verb = 'status', name] = operands;
    if ((verb === 'set-hostname' || verb === 'hostname') && name !== undefined) {
      if (!p.capable('SYS_ADMIN', uts.owner)) return yield* complain(call, 'Could not set static hostname: Interactive authentication required.');
      uts.hostname = name;
      p.files.writeFile('/etc/hostname', `${name}\n`);
      return 0;
    }
    if (verb === 'hostname') yield* print(`${uts.hostname}\n`);
    else if (verb !== 'status') return yield* complain(call, `Unknown command verb '${verb}'.`);
    else {
      const { osImage, kernelRelease, architecture } = p.host.facts;
      const fixed = p.files.exists('/etc/hostname') ? p.files.readText('/etc/hostname').trim() : '';
      const rows = [['Static hostname', fixed || '(unset)'], ...(fixed === uts.hostname ? [] : [['Transient hostname', uts.hostname]]), ['Virtualization', 'kubarium'], ['Operating System', osImage], ['Kernel', `Linux ${kernelRelease}`], ['Architecture', architecture === 'amd64' ? 'x86-64' : 'arm64']];
      const width = rows.some(([key]) => key === 'Transient hostname') ? 18 : 16;
      yield* print(rows.map(([key = '', value = '']) => `${key.padStart(width)}: ${value}\n`).join(''));
    }
    return 0;
  },
};
