/** `docker top`: the processes of a container as the host's `ps` shows them. */
import { civilTime } from '../../base/index.ts';
import { stateLetter, type Process } from '../../host/index.ts';
import type { DockerEngine } from '../engine.ts';
import { badRequest, EngineError } from '../errors.ts';
import type { DockerContainer } from './docker-container.ts';
import { wallOf } from './status-text.ts';

type Column = readonly [title: string, show: (process: Process, engine: DockerEngine) => string];

const args: Column['1'] = ({ argv }) => argv.join(' ');

const columns: Readonly<Record<string, Column>> = {
  uid: ['UID', ({ uid }, { host }) => userName(host.files.exists('/etc/passwd') ? host.files.readText('/etc/passwd') : '', uid)],
  user: ['USER', ({ uid }, { host }) => userName(host.files.exists('/etc/passwd') ? host.files.readText('/etc/passwd') : '', uid)],
  pid: ['PID', ({ hostPid }) => String(hostPid)],
  ppid: ['PPID', ({ parent }) => String(parent?.hostPid ?? 0)],
  c: ['C', () => '0'],
  stime: ['STIME', ({ startedMs }, { host }) => hoursMinutes(wallOf(host, startedMs))],
  tty: ['TTY', ({ tty }) => (tty ? tty.name.replace('/dev/', '') : '?')],
  time: ['TIME', ({ cpuNs }) => clockText(Math.floor(cpuNs / 1e9))],
  cmd: ['CMD', args],
  args: ['COMMAND', args],
  command: ['COMMAND', args],
  comm: ['COMMAND', ({ name }) => name],
  '%cpu': ['%CPU', (process, engine) => shareOfCpu(process, engine)],
  '%mem': ['%MEM', ({ memoryBytes }, { host }) => ((memoryBytes / host.facts.memoryBytes) * 100).toFixed(1)],
  vsz: ['VSZ', ({ memoryBytes }) => String(Math.floor(memoryBytes / 1024))],
  stat: ['STAT', (process) => stateLetter(process)],
  start: ['START', ({ startedMs }, { host }) => hoursMinutes(wallOf(host, startedMs))],
  rss: ['RSS', ({ memoryBytes }) => String(Math.floor(memoryBytes / 1024))],
};
const shareOfCpu: Column['1'] = ({ cpuNs, startedMs }, { host }) => ((cpuNs / 1e6 / Math.max(1, host.clock.now - startedMs)) * 100).toFixed(1);

const fullFormat = ['uid', 'pid', 'ppid', 'c', 'stime', 'tty', 'time', 'cmd'];
const userFormat = ['user', 'pid', '%cpu', '%mem', 'vsz', 'rss', 'tty', 'stat', 'start', 'time', 'command'];
const shortFormat = ['pid', 'tty', 'time', 'cmd'];

export function topDocument(engine: DockerEngine, container: DockerContainer, psArgs: string): object {
  const group = container.runtime.cgroup;
  if (!container.isRunning || !group) throw new EngineError(409, `container ${container.id} is not running`);
  if (container.restarting) throw new EngineError(409, `Container ${container.id} is restarting, wait until the container is running`);
  const names = columnsFor(psArgs);
  const shown = names.map((name) => {
    const column = columns[name];
    if (!column) throw badRequest(`ps: error: unknown user-defined format specifier "${name}"`);
    return column;
  });
  const processes = [...group.allProcesses()].filter((p) => p.alive).sort((a, b) => a.hostPid - b.hostPid);
  return { Titles: shown.map(([title]) => title), Processes: processes.map((process) => shown.map(([, show]) => show(process, engine))) };
}

function columnsFor(psArgs: string): readonly string[] {
  const words = psArgs.split(/\s+/).filter((word) => word !== '');
  const at = words.findIndex((word) => word.startsWith('-o') || word === 'o');
  if (at < 0 && words.some((word) => /^-?[ax]*u[ax]*$/.test(word))) return userFormat;
  if (at < 0) return words.length === 0 || words.some((word) => word.includes('f')) ? fullFormat : shortFormat;
  const list = words[at]!.length > 2 ? words[at]!.slice(2) : (words[at + 1] ?? '');
  const names = list.split(',').filter((name) => name !== '');
  if (!names.includes('pid') && names.every((name) => Object.hasOwn(columns, name))) throw new EngineError(500, "Couldn't find PID field in ps output");
  return names;
}

function userName(passwd: string, uid: number): string {
  for (const line of passwd.split('\n')) {
    const [name = '', , number] = line.split(':');
    if (Number(number) === uid && name !== '') return name;
  }
  return String(uid);
}

function hoursMinutes(wallMs: number): string {
  const { hour, minute } = civilTime(wallMs);
  return `${two(hour)}:${two(minute)}`;
}

function clockText(seconds: number): string {
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
