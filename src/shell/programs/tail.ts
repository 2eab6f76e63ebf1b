/** tail: the last lines or bytes, and with -f what is added from then on. */
import { concat } from '../../base/index.ts';
import { RegularFile, sleep, write } from '../../host/index.ts';
import { countAndTitles } from '../tool/count-and-titles.ts';
import { ByteReader, eachInput, hold, readAll } from '../tool/inputs.ts';
import { complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const POLL_MS = 1_000;

export const tail: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'fFqvz',
    values: 'ncs',
    numberMeans: 'n',
    long: { lines: 'n', bytes: 'c', quiet: 'q', silent: 'q', verbose: 'v', 'zero-terminated': 'z', retry: 'retry', 'sleep-interval': 's' },
    longValues: ['follow?', 'pid'],
  },
  prepare: (args) => (/^\+\d+$/.test(args[0] ?? '') ? ['-n', ...args] : args),
  *run(call) {
    const { options } = call;
    const taking = yield* countAndTitles(call);
    if (!taking) return 1;
    const { text, count, isBytes, isTitled, title } = taking;
    const end = options.has('z') ? 0 : 10;
    const pid = options.value('pid');
    const seconds = options.value('s');
    if (pid !== undefined && !/^\d+$/.test(pid)) return yield* complain(call, `invalid PID: ‘${pid}’`);
    if (seconds !== undefined && !/^(\d+\.?\d*|\.\d+)$/.test(seconds)) return yield* complain(call, `invalid number of seconds: ‘${seconds}’`);
    const good = yield* eachInput(
      call,
      call.operands,
      function* ({ name, fd }) {
        yield* title(name);
        const all = text.startsWith('+') ? yield* readAll(fd) : yield* readEnd(fd, Math.abs(count), isBytes, end);
        yield write(1, all.subarray(startOf(all, text, Math.abs(count), isBytes, end)));
      },
      call.flavour === 'gnu' ? { words: (name, why) => `cannot open '${name}' for reading: ${why}`, unread: (name, why) => `error reading '${name}': ${why}` } : {},
    );
    const follows = options.has('f') || options.has('F') || options.has('follow');
    if (follows && call.operands.length > 0) yield* follow(call, isTitled);
    return good ? 0 : 1;
  },
};

/** No more of it than its last lines or bytes need. */
function* readEnd(fd: number, count: number, isBytes: boolean, end: number): ToolRun<Uint8Array> {
  const kept: { readonly bytes: Uint8Array; readonly weight: number }[] = [];
  let weight = 0;
  const reader = new ByteReader(fd);
  for (;;) {
    const bytes = yield* reader.next();
    if (bytes === null) return concat(kept.map((one) => one.bytes));
    yield* hold(bytes.length);
    kept.push({ bytes, weight: isBytes ? bytes.length : ends(bytes, end) });
    weight += kept.at(-1)!.weight;
    while (weight - kept[0]!.weight > count) {
      const gone = kept.shift()!;
      weight -= gone.weight;
      yield* hold(-gone.bytes.length);
    }
  }
}

function ends(bytes: Uint8Array, end: number): number {
  let count = 0;
  for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1)) count++;
  return count;
}

function startOf(bytes: Uint8Array, text: string, count: number, isBytes: boolean, end: number): number {
  const fromStart = text.startsWith('+');
  if (isBytes) return fromStart ? Math.max(0, count - 1) : Math.max(0, bytes.length - count);
  if (fromStart) {
    let at = 0;
    for (let line = 1; line < count && at < bytes.length; line++) {
      const newline = bytes.indexOf(end, at);
      at = newline < 0 ? bytes.length : newline + 1;
    }
    return at;
  }
  if (count === 0) return bytes.length;
  let at = bytes.length - (bytes[bytes.length - 1] === end ? 1 : 0);
  for (let line = 0; line < count; line++) {
    const newline = at > 0 ? bytes.lastIndexOf(end, at - 1) : -1;
    if (newline < 0) return 0;
    at = newline;
  }
  return at + 1;
}

interface Followed {
  readonly name: string;
  fd: number | undefined;
  file: RegularFile | undefined;
  size: number;
  mount: string;
}

/** Looks each second at how long the files are, by name when -F asks for it. */
function* follow(call: ToolCall, titled: boolean): ToolRun<void> {
  const intervalMs = Number(call.options.value('s') ?? 1) * 1000 || POLL_MS;
  const byName = call.options.has('F') || call.options.value('follow') === 'name';
  const all: Followed[] = call.operands.filter((n) => n !== '-').map((name) => ({ name, fd: undefined, file: undefined, size: 0, mount: '' }));
  for (const one of all) yield* reopen(call, one, true);
  if (!byName && all.every((one) => !one.file)) return;
  let last = all[all.length - 1]?.name;
  const pid = call.options.value('pid');
  for (;;) {
    if (pid !== undefined && !call.p.namespaces.pid.processes.get(Number(pid))?.alive) return;
    yield sleep(intervalMs);
    for (const one of all) {
      if (byName) yield* reopen(call, one, false);
      if (!one.file) continue;
      const { size } = one.file.content();
      if (size < one.size) {
        yield* complain(call, `${one.name}: file truncated`);
        one.size = 0;
      }
      if (size === one.size) continue;
      if (titled && last !== one.name) yield* print(`\n==> ${one.name} <==\n`);
      last = one.name;
      one.file.seek(one.size);
      const bytes = one.file.read(size - one.size);
      one.size = size;
      if (bytes) yield write(1, bytes);
    }
  }
}

function* reopen(call: ToolCall, one: Followed, first: boolean): ToolRun<void> {
  const before = one.file;
  const opened = tried(() => call.p.open(one.name));
  if ('error' in opened) {
    if (before) yield* complain(call, `'${one.name}' has become inaccessible: ${reason(opened.error)}`);
    return close(call, one);
  }
  const file = call.p.fds.get(opened.value);
  if (!(file instanceof RegularFile) || before?.isSameFile(file)) return void call.p.fds.delete(opened.value);
  if (!first) {
    yield* complain(call, `'${one.name}' has ${before ? 'been replaced' : 'appeared'};  following new file`);
    close(call, one);
    one.size = 0;
  }
  if (first) one.size = file.content().size;
  one.fd = opened.value;
  one.file = file;
}

function close(call: ToolCall, one: Followed): void {
  if (one.fd !== undefined) call.p.fds.delete(one.fd);
  one.fd = undefined;
  one.file = undefined;
}
