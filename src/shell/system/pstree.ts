/** pstree and tree: processes below their parents, files below their folders. */
import { procSpace, type Process } from '../../host/index.ts';
import { userName } from '../accounts.ts';
import { complain, plural, print, type Tool, type ToolCall } from '../tool/tool.ts';

export const pstree: Tool = {
  usage: '[OPTIONS] [PID | USER]',
  options: { flags: 'aAclnpsTu', long: { arguments: 'a', ascii: 'A', 'show-pids': 'p', 'compact-not': 'c', 'numeric-sort': 'n' } },
  *run(call) {
    const { p, operands } = call;
    const space = procSpace(p);
    if (!space) return yield* complain(call, '/proc is empty (not mounted ?)');
    const [from = '1'] = operands;
    const roots = /^\d+$/.test(from) ? [space.processes.get(Number(from))] : [...space.processes.values()].filter((one) => userName(p.files, one.uid) === from && one.parent?.uid !== one.uid);
    if (roots.length === 0) return yield* complain(call, `No such user name: ${from}`);
    for (const root of roots) if (root) yield* print(`${branch(call, root, '').join('\n')}\n`);
    return 0;
  },
};

function branch(call: ToolCall, one: Process, indent: string): string[] {
  const { options, p } = call;
  const space = procSpace(p) ?? p.namespaces.pid;
  const pid = one.pidIn(space);
  const children = [...(one.children ?? [])].filter((child) => child.pidIn(space) !== 0).sort((a, b) => a.pidIn(space) - b.pidIn(space));
  if (options.has('a')) {
    const label = `${one.name}${options.has('p') ? `,${pid}` : ''}${one.argv.length > 1 ? ` ${one.argv.slice(1).join(' ')}` : ''}`;
    return [label, ...children.flatMap((child, i) => joined(branch(call, child, ''), i === children.length - 1, '  '))];
  }
  const label = options.has('p') ? `${one.name}(${pid})` : one.name;
  const folded = fold(children.map((child) => branch(call, child, '').join('\n')), options.has('c') || options.has('p'));
  if (folded.length === 0) return [label];
  const lines: string[] = [];
  folded.forEach((text, i) => {
    const [head = '', ...rest] = text.split('\n');
    const last = i === folded.length - 1;
    const start = i === 0 ? `${label}${folded.length === 1 ? '───' : '─┬─'}` : `${' '.repeat(label.length)} ${last ? '└─' : '├─'}`;
    lines.push(start + head);
    for (const line of rest) lines.push(`${' '.repeat(label.length)} ${last || folded.length === 1 ? '  ' : '│ '}${line}`);
  });
  return lines.map((line) => indent + line);
}

/** Branches that look alike are counted: 3*[sleep]. */
function fold(texts: readonly string[], apart: boolean): string[] {
  if (apart) return [...texts];
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].map(([text, count]) => {
    if (count === 1) return text;
    const [head = '', ...rest] = text.split('\n');
    const open = `${count}*[`;
    return [`${open}${head}${rest.length === 0 ? ']' : ''}`, ...rest.map((line, i) => `${' '.repeat(open.length)}${line}${i === rest.length - 1 ? ']' : ''}`)].join('\n');
  });
}

function joined(lines: readonly string[], last: boolean, indent: string): string[] {
  return lines.map((line, i) => `${indent}${i === 0 ? (last ? '└─' : '├─') : last ? '  ' : '│ '}${line}`);
}

export const tree: Tool = {
  usage: '[-adfpsugDFl] [-L level] [-I pattern] [directory ...]',
  options: { flags: 'adfpsugDFlihCn', values: 'LIPo', longValues: ['dirsfirst?', 'noreport?'] },
  *run(call) {
    const { p, options } = call;
    const count = { directories: call.operands.length || 1, files: 0 };
    const depth = Number(options.value('L') ?? Infinity);
    if (!(depth >= 1)) return yield* complain(call, 'Invalid level, must be greater than 0.');
    for (const top of call.operands.length > 0 ? call.operands : ['.']) {
      const there = p.files.exists(top) && p.files.stat(top).kind === 'dir';
      yield* print(there ? `${[top, ...folder(call, top, depth, count)].join('\n')}\n` : `${top}  [error opening dir]\n`);
    }
    const files = options.has('d') ? '' : `, ${count.files} ${plural(count.files, 'file')}`;
    if (!options.has('noreport')) yield* print(`\n${count.directories} ${count.directories === 1 ? 'directory' : 'directories'}${files}\n`);
    return 0;
  },
};

function folder(call: ToolCall, path: string, depth: number, count: { directories: number; files: number }): string[] {
  const { p, options } = call;
  const entries = p.files
    .readdir(path)
    .filter((name) => options.has('a') || !name.startsWith('.'))
    .map((name) => ({ name, stat: p.files.lstat(`${path}/${name}`) }))
    .filter(({ stat }) => !options.has('d') || stat.kind === 'dir');
  if (options.has('dirsfirst')) entries.sort((a, b) => Number(b.stat.kind === 'dir') - Number(a.stat.kind === 'dir'));
  return entries.flatMap(({ name, stat }, i) => {
    const last = i === entries.length - 1;
    const below = `${path}/${name}`;
    const shown = `${options.has('f') ? below : name}${stat.kind === 'link' ? ` -> ${stat.target ?? ''}` : ''}`;
    if (stat.kind === 'dir') count.directories++;
    else count.files++;
    const inner = stat.kind === 'dir' && depth > 1 ? folder(call, below, depth - 1, count) : [];
    const size = options.has('s') || options.has('h') ? `[${String(stat.size).padStart(11)}]  ` : '';
    return [`${last ? '└── ' : '├── '}${size}${shown}`, ...inner.map((line) => `${last ? '    ' : '│   '}${line}`)];
  });
}
