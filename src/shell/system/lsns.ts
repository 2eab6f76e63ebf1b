/** lsns: the namespaces of a machine, each with the processes that are in it. */
import { namespaceKinds, procSpace, type NamespaceKind, type Process } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

interface Space {
  readonly inode: number;
  readonly type: NamespaceKind;
  readonly members: Process[];
}

export const lsns: Tool = {
  usage: '[options] [<namespace>]',
  options: { flags: 'nrlJuW', values: 'top', long: { json: 'J', noheadings: 'n', raw: 'r', list: 'l', type: 't', output: 'o', task: 'p' } },
  *run(call) {
    const { p, options, operands } = call;
    const type = options.value('t');
    if (type !== undefined && !(namespaceKinds as readonly string[]).includes(type)) return yield* complain(call, `unknown namespace type: ${type}`);
    const task = options.value('p') === undefined ? undefined : (procSpace(p) ?? p.namespaces.pid).processes.get(Number(options.value('p')));
    if (options.value('p') !== undefined && !task) return yield* complain(call, `not found process: ${options.value('p')!}`);
    const spaces = spacesSeenBy(p).filter((s) => (!type || s.type === type) && (!task || s.members.includes(task)) && (operands[0] === undefined || String(s.inode) === operands[0]));
    const columns = (options.value('o') ?? (type === 'net' ? 'NS,TYPE,NPROCS,PID,USER,NETNSID,NSFS,COMMAND' : 'NS,TYPE,NPROCS,PID,USER,COMMAND')).toUpperCase().split(',');
    const unknown = columns.find((name) => !known.has(name));
    if (unknown !== undefined) return yield* complain(call, `unknown column: ${unknown}`);
    const rows = spaces.map((space) => columns.map((name) => cell(p, space, name)));
    if (options.has('J')) {
      yield* print(`{\n   "namespaces": [\n      ${rows.map((row) => jsonObject(columns, row)).join(',')}\n   ]\n}\n`);
      return 0;
    }
    const lines = options.has('n') ? rows : [columns, ...rows];
    if (options.has('r')) yield* print(lines.map((r) => `${r.join(' ')}\n`).join(''));
    else yield* print(aligned(columns, lines));
    return 0;
  },
};

const known = new Set(['NS', 'TYPE', 'PATH', 'NPROCS', 'PID', 'PPID', 'COMMAND', 'UID', 'USER', 'NETNSID', 'NSFS', 'PNS', 'ONS']);
const counted = new Set(['NS', 'NPROCS', 'PID', 'PPID', 'UID']);

function jsonObject(columns: readonly string[], row: readonly string[]): string {
  const members = columns.map((name, i) => `         ${JSON.stringify(name.toLowerCase())}: ${counted.has(name) ? row[i]! : row[i] === '' ? 'null' : JSON.stringify(row[i])}`);
  return `{\n${members.join(',\n')}\n      }`;
}

const rightHand = new Set(['NS', 'NPROCS', 'PID', 'PPID', 'UID']);
const hints: Readonly<Record<string, number>> = { NS: 10, TYPE: 6, NPROCS: 6, PID: 5, USER: 4 };

function aligned(columns: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = columns.map((name, i) => Math.max(hints[name] ?? 0, ...lines.map((r) => r[i]!.length)));
  const line = (r: readonly string[]) => r.map((text, i) => (rightHand.has(columns[i]!) ? text.padStart(widths[i]!) : i === r.length - 1 ? text : text.padEnd(widths[i]!))).join(' ');
  return lines.map((r) => `${line(r).trimEnd()}\n`).join('');
}

/** By number. Only root may look into the processes of others. */
function spacesSeenBy(p: Process): Space[] {
  const found = new Map<number, Space>();
  const seen = [...(procSpace(p) ?? p.namespaces.pid).processes.values()].filter((one) => !one.ended && (p.capable('SYS_PTRACE') || one.uid === p.uid || p.uid === 0));
  for (const one of seen.sort((a, b) => a.pidIn((procSpace(p) ?? p.namespaces.pid)) - b.pidIn((procSpace(p) ?? p.namespaces.pid)))) {
    for (const type of namespaceKinds) {
      const { inode } = one.namespaces[type];
      const space = found.get(inode);
      if (space) space.members.push(one);
      else found.set(inode, { inode, type, members: [one] });
    }
  }
  return [...found.values()].sort((a, b) => a.inode - b.inode);
}

function cell(p: Process, { inode, type, members }: Space, column: string): string {
  const first = members[0]!;
  switch (column) {
    case 'NS':
      return String(inode);
    case 'TYPE':
      return type;
    case 'PATH':
      return `/proc/${first.pidIn(procSpace(p) ?? p.namespaces.pid)}/ns/${type}`;
    case 'NPROCS':
      return String(members.length);
    case 'PID':
      return String(first.pidIn((procSpace(p) ?? p.namespaces.pid)));
    case 'PPID':
      return String(first.ppid);
    case 'USER':
      return userName(p.files, first.uid);
    case 'UID':
      return String(first.uid);
    case 'NETNSID':
      return type === 'net' ? 'unassigned' : '';
    case 'COMMAND':
      return first.argv.join(' ') || first.name;
    default:
      return '';
  }
}
