/** rsync: one directory made like another, on this machine or over ssh; only what differs travels. */
import { contentDigest } from '../../files/index.ts';
import { waitPid, write, type ExitStatus, type OpenFile } from '../../host/index.ts';
import { quoteForShell } from '../language/quote-for-shell.ts';
import { startProgram } from '../tool/run-program.ts';
import { print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';
import { listSources, type Listed, type ListOptions } from './rsync-list.ts';
import { Receiver, type Plan, type ReceiveOptions } from './rsync-receive.ts';
import { Wire, type Message } from './rsync-wire.ts';

const SYNTAX = 1;
const PROTOCOL = 12;
const PARTIAL = 23;

interface Job extends ListOptions, ReceiveOptions {}

export const rsync: Tool = {
  usage: '[OPTION]... SRC [SRC]... DEST\n  or   rsync [OPTION]... SRC [SRC]... [USER@]HOST:DEST\n  or   rsync [OPTION]... [USER@]HOST:SRC [DEST]',
  options: {
    flags: 'aclnoprtguvzqhDW',
    values: 'e',
    long: { archive: 'a', recursive: 'r', verbose: 'v', compress: 'z', 'dry-run': 'n', links: 'l', perms: 'p', times: 't', owner: 'o', group: 'g', update: 'u', checksum: 'c', quiet: 'q', 'human-readable': 'h', rsh: 'e', delete: 'delete', 'delete-after': 'delete', server: 'server' },
    longValues: ['exclude'],
  },
  *run(call) {
    const { options, operands } = call;
    if (options.has('server')) return yield* serve(call);
    const given = (letters: string): boolean => [...letters].some((letter) => options.has(letter));
    const job: Job = { recursive: given('ar'), links: given('al'), modes: given('ap'), times: given('at'), owners: given('ao'), update: given('u'), checksum: given('c'), dryRun: given('n'), remove: options.has('delete'), exclude: options.values('exclude') };
    if (operands.length === 0) return yield* syntax(call, 'rsync error: syntax or usage error', `Usage: rsync ${rsync.usage}\n`);
    const sources = operands.length === 1 ? operands : operands.slice(0, -1);
    const dest = operands.length === 1 ? undefined : operands[operands.length - 1]!;
    const [from, to] = [far(sources[0]!), dest === undefined ? undefined : far(dest)];
    if (operands.some((one) => /^[^/]*::/.test(one))) return yield* syntax(call, 'rsync error: syntax or usage error', 'a daemon of rsync (HOST::MODULE) is not part of this world\n');
    if (from && to) return yield* syntax(call, 'rsync error: syntax or usage error', 'The source and destination cannot both be remote.\n');
    if (from) return yield* overSsh(call, from.host, sources.map((one) => far(one)?.path ?? one), (wire) => pull(call, wire, job, dest ?? '.'));
    if (to) return yield* overSsh(call, to.host, [to.path], (wire) => push(call, wire, job, sources));
    if (dest === undefined) return yield* syntax(call, 'rsync error: syntax or usage error', 'a destination has to be named\n');
    return yield* here(call, job, sources, dest);
  },
};

function far(text: string): { readonly host: string; readonly path: string } | undefined {
  const match = /^([^/:]+):(.*)$/s.exec(text);
  return match ? { host: match[1]!, path: match[2]! } : undefined;
}

function* syntax(call: ToolCall, what: string, text: string): ToolRun {
  yield write(2, `${text}${what} (code ${SYNTAX}) at main.c(1428) [client=3.2.7]\n`);
  return SYNTAX;
}

function* here(call: ToolCall, job: Job, sources: readonly string[], dest: string): ToolRun {
  const listed = yield* list(call, sources, job);
  const receiver = new Receiver(call, listed.entries, dest, job);
  const plan = receiver.plan();
  const problems = [...listed.problems, ...plan.problems];
  let sent = 0;
  for (const i of plan.wanted) {
    const entry = listed.entries[i]!;
    sent += entry.size;
    call.p.charge(20 + Math.floor(entry.size / 4096));
    const wrong = receiver.write(entry, call.p.files.content(entry.source));
    if (wrong !== undefined) problems.push(wrong);
  }
  receiver.finish();
  return yield* report(call, job, 'sending', listed, plan, problems, { sent, received: 0 });
}

function* list(call: ToolCall, sources: readonly string[], options: ListOptions): ToolRun<Listed> {
  return yield* listSources(call, sources, options, (path) => contentDigest(call.p.files.content(path)));
}

/** The far shell still fills in patterns and homes, and takes everything else as it is. */
function forFarShell(path: string): string {
  return path.split(/(^~|[*?[\]]+)/).map((part, i) => (i % 2 === 1 || part === '' ? part : quoteForShell(part))).join('');
}

/** Starts the other rsync by ssh, and talks with it until both are done. */
function* overSsh(call: ToolCall, host: string, paths: readonly string[], talk: (wire: Wire) => ToolRun<number | undefined>): ToolRun {
  const { p, options } = call;
  const [input, ours] = [p.makePipe(), p.makePipe()];
  const [reader, writer]: OpenFile[] = [ours[0].hold(), input[1].hold()];
  const shell = (options.value('e') ?? 'ssh').split(/\s+/);
  const child = startProgram(call, [...shell, host, `rsync --server . ${paths.map(forFarShell).join(' ')}`], { fds: [input[0], ours[1], p.fds.get(2)] });
  if (typeof child === 'number') {
    yield write(2, `rsync: Failed to exec ${shell[0]!}: No such file or directory (2)\nrsync error: error in IPC code (code 14) at pipe.c(85) [client=3.2.7]\n`);
    return 14;
  }
  const wire = new Wire(reader!, writer!);
  const code = yield* talk(wire);
  writer!.release();
  reader!.release();
  const status: ExitStatus = yield waitPid(child.pid);
  if (code !== undefined) return code;
  yield write(2, `rsync: connection unexpectedly closed (${wire.received} bytes received so far) [client]\n`);
  const why = status.code === 0 ? `error in rsync protocol data stream (code ${PROTOCOL})` : status.code === 127 ? 'remote command not found (code 127)' : `unexplained error (code ${status.code})`;
  yield write(2, `rsync error: ${why} at io.c(231) [client=3.2.7]\n`);
  return status.code || PROTOCOL;
}

function* push(call: ToolCall, wire: Wire, job: Job, sources: readonly string[]): ToolRun<number | undefined> {
  const listed = yield* list(call, sources, job);
  if (!(yield* wire.say({ receive: job, listed }))) return undefined;
  const answer = yield* wire.hear();
  if (!answer || !('plan' in answer)) return undefined;
  yield* sendWanted(call, wire, listed, answer.plan);
  const end = yield* wire.hear();
  const late = end && 'problems' in end ? end.problems : [];
  return yield* report(call, job, 'sending', listed, answer.plan, [...listed.problems, ...answer.plan.problems, ...late], wire);
}

function* pull(call: ToolCall, wire: Wire, job: Job, dest: string): ToolRun<number | undefined> {
  if (!(yield* wire.say({ send: { recursive: job.recursive, links: job.links, exclude: job.exclude, checksum: job.checksum } }))) return undefined;
  const answer = yield* wire.hear();
  if (!answer || !('listed' in answer)) return undefined;
  const { listed } = answer;
  const receiver = new Receiver(call, listed.entries, dest, job);
  const plan = receiver.plan();
  yield* wire.say({ plan });
  const problems = yield* receiveWanted(wire, receiver, listed, plan);
  return yield* report(call, job, 'receiving', listed, plan, [...listed.problems, ...plan.problems, ...problems], wire);
}

/** The far side: who calls says which way it goes. */
function* serve(call: ToolCall): ToolRun {
  const { p } = call;
  const wire = new Wire(p.fds.get(0)!, p.fds.get(1)!);
  const paths = call.operands.slice(1);
  const order: Message | undefined = yield* wire.hear();
  if (order && 'send' in order) {
    const listed = yield* list(call, paths.length > 0 ? paths : ['./'], order.send);
    yield* wire.say({ listed });
    const answer = yield* wire.hear();
    if (!answer || !('plan' in answer)) return PROTOCOL;
    yield* sendWanted(call, wire, listed, answer.plan);
    return 0;
  }
  if (!order || !('receive' in order)) return PROTOCOL;
  const receiver = new Receiver(call, order.listed.entries, paths[0] ?? '', order.receive);
  const plan = receiver.plan();
  yield* wire.say({ plan });
  const problems = yield* receiveWanted(wire, receiver, order.listed, plan);
  yield* wire.say({ problems });
  return 0;
}

function* sendWanted(call: ToolCall, wire: Wire, listed: Listed, plan: Plan): ToolRun<void> {
  for (const i of plan.wanted) yield* wire.content(call.p.files.content(listed.entries[i]!.source));
}

function* receiveWanted(wire: Wire, receiver: Receiver, listed: Listed, plan: Plan): ToolRun<string[]> {
  const problems: string[] = [];
  for (const i of plan.wanted) {
    const content = yield* wire.hearContent();
    if (!content) break;
    const wrong = receiver.write(listed.entries[i]!, content);
    if (wrong !== undefined) problems.push(wrong);
  }
  receiver.finish();
  return problems;
}

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

function inUnits(n: number): string {
  for (const [letter, size] of [['G', 1e9], ['M', 1e6], ['K', 1e3]] as const) if (n >= size) return `${(n / size).toFixed(2)}${letter}`;
  return Number.isInteger(n) ? String(n) : n.toFixed(2);
}

function* report(call: ToolCall, job: Job, way: 'sending' | 'receiving', listed: Listed, plan: Plan, problems: readonly string[], { sent, received }: { readonly sent: number; readonly received: number }): ToolRun {
  for (const problem of problems) yield write(2, `${problem}\n`);
  if (call.options.has('v') && !call.options.has('q')) {
    const total = listed.entries.reduce((sum, entry) => sum + entry.size, 0);
    const shown = call.options.has('h') ? inUnits : grouped;
    yield* print(`${way} incremental file list\n${plan.lines.map((line) => `${line}\n`).join('')}\n`);
    const seconds = Math.floor((call.p.host.clock.now - call.p.startedMs) / 1000);
    const rate = (sent + received) / (0.5 + seconds); // as if it had ended amid a second, since it counts whole ones
    yield* print(`sent ${shown(sent)} bytes  received ${shown(received)} bytes  ${call.options.has('h') ? inUnits(rate) : `${grouped(Math.floor(rate))}${rate.toFixed(2).slice(-3)}`} bytes/sec\ntotal size is ${shown(total)}  speedup is ${(total / Math.max(1, sent + received)).toFixed(2)}${job.dryRun ? ' (DRY RUN)' : ''}\n`);
  }
  if (!problems.some((problem) => problem.startsWith('rsync:'))) return 0;
  yield write(2, `rsync error: some files/attrs were not transferred (see previous errors) (code ${PARTIAL}) at main.c(1338) [${way === 'sending' ? 'sender' : 'generator'}=3.2.7]\n`);
  return PARTIAL;
}
