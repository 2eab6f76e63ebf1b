/** gzip, gunzip, zcat. */
import { write } from '../../host/index.ts';
import { gunzip as unpack, gzip as pack, isGzip, originalSize } from '../tool/gzip.ts';
import { readAll, readPath } from '../tool/inputs.ts';
import type { OptionSpec } from '../tool/options.ts';
import { baseName, complain, print, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const options: OptionSpec = {
  flags: 'cdfhklnNqrtvV123456789',
  values: 'S',
  long: { stdout: 'c', 'to-stdout': 'c', decompress: 'd', uncompress: 'd', force: 'f', keep: 'k', list: 'l', 'no-name': 'n', name: 'N', quiet: 'q', recursive: 'r', test: 't', verbose: 'v', fast: '1', best: '9', suffix: 'S' },
};

const SMALLEST = 18; // bytes: a header and a trailer
const usage = '[OPTION]... [FILE]...';
export const gzip: Tool = { usage, options, run: (call) => each(call, call.options.has('d') || call.options.has('t') || call.options.has('l')) };
export const gunzip: Tool = { usage, options, run: (call) => each(call, true) };
export const zcat: Tool = { usage, options, run: (call) => each(call, true) };

function* each(call: ToolCall, unpacks: boolean): ToolRun {
  if (call.options.has('h')) {
    yield* print(`Usage: gzip ${usage}\n`);
    return 0;
  }
  if (call.options.has('V')) {
    yield* print('gzip 1.12\n');
    return 0;
  }
  let code = 0;
  if (call.options.has('l') && !call.options.has('q')) yield* print('         compressed        uncompressed  ratio uncompressed_name\n');
  for (const name of call.operands.length > 0 ? call.operands : ['-']) code = worse(code, yield* one(call, name, unpacks));
  return code;
}

/** A warning is 2, and less than an error. */
function worse(a: number, b: number): number {
  return a === 1 || b === 1 ? 1 : Math.max(a, b);
}

/** gzip speaks of itself by this name, whatever it was called as. */
function* tell(call: ToolCall, message: string, code: 1 | 2): ToolRun {
  if (code === 2 && call.options.has('q')) return 2;
  if (call.flavour !== 'gnu') return yield* complain(call, message, 1);
  yield write(2, `gzip: ${message}\n`);
  return code;
}

function* one(call: ToolCall, given: string, unpacks: boolean): ToolRun {
  const { p } = call;
  const { files } = p;
  const suffix = call.options.value('S') ?? '.gz';
  const endings = [...new Set([suffix, '.gz', '.tgz', '.z', '-gz', '.Z'])];
  const name = unpacks && given !== '-' && !files.exists(given) && files.exists(given + suffix) ? given + suffix : given;
  const stat = name === '-' ? undefined : tried(() => files.stat(name));
  if (stat && 'error' in stat) return yield* tell(call, `${unpacks && !endings.some((e) => name.endsWith(e)) ? name + suffix : name}: ${reason(stat.error)}`, 1);
  if (stat?.value.kind === 'dir') {
    if (!call.options.has('r')) return yield* tell(call, `${name} is a directory -- ignored`, 2);
    let code = 0;
    for (const inner of files.readdir(name)) code = worse(code, yield* one(call, `${name.replace(/\/+$/, '')}/${inner}`, unpacks));
    return code;
  }
  const reads = call.options.has('c') || baseName(call.name) === 'zcat' || name === '-' || call.options.has('t') || call.options.has('l');
  const ending = endings.find((e) => name.endsWith(e));
  if (unpacks && !reads && ending === undefined) return yield* tell(call, `${name}: unknown suffix -- ignored`, 2);
  if (!unpacks && !reads && ending !== undefined) return yield* tell(call, `${name} already has ${ending} suffix -- unchanged`, 2);
  const read = name === '-' ? { value: yield* readAll(0) } : yield* readPath(p, name);
  if ('error' in read) return yield* tell(call, `${name}: ${reason(read.error)}`, 1);
  const bytes = read.value;
  if (unpacks && (bytes.length === 0 || (isGzip(bytes) && bytes.length < SMALLEST))) {
    if (call.flavour === 'gnu') yield write(2, '\n');
    return yield* tell(call, `${name === '-' ? 'stdin' : name}: unexpected end of file`, 1);
  }
  if (unpacks && !isGzip(bytes)) {
    if (call.options.has('f') && reads) {
      yield write(1, bytes);
      return 0;
    }
    const shown = name === '-' ? 'stdin' : name;
    if (call.flavour === 'gnu') yield write(2, '\n');
    return yield* tell(call, call.flavour === 'gnu' ? `${shown}: not in gzip format` : 'invalid magic', 1);
  }
  if (call.options.has('l')) return yield* list(call, name, bytes);
  const made = tried(() => (unpacks ? unpack(bytes) : pack(bytes, Number(call.options.order.findLast((o) => /^[1-9]$/.test(o)) ?? 6) as 6, name === '-' || call.options.has('n') ? undefined : baseName(name))));
  if ('error' in made) return yield* tell(call, `${name}: ${reason(made.error)}`, 1);
  if (call.options.has('t')) {
    if (call.options.has('v')) yield write(2, `${name}:\t OK\n`);
    return 0;
  }
  if (reads) {
    yield write(1, made.value);
    return 0;
  }
  return yield* put(call, name, unpacks ? unpackedName(name, ending!) : name + suffix, bytes, made.value, unpacks);
}

function unpackedName(name: string, ending: string): string {
  return ending === '.tgz' ? name.replace(/\.tgz$/, '.tar') : name.slice(0, -ending.length);
}

function* put(call: ToolCall, name: string, target: string, bytes: Uint8Array, made: Uint8Array, unpacks: boolean): ToolRun {
  const { files } = call.p;
  if (files.exists(target) && !call.options.has('f')) return yield* tell(call, `${target} already exists;\tnot overwritten`, 2);
  const done = tried(() => {
    const { mode, mtimeMs } = files.stat(name);
    files.writeFile(target, made, { mode });
    files.utimes(target, mtimeMs);
    if (!call.options.has('k')) files.unlink(name);
  });
  if ('error' in done) return yield* tell(call, `${target}: ${reason(done.error)}`, 1);
  if (call.options.has('v')) yield write(2, `${name}:\t${unpacks ? ratio(bytes, made.length) : ratio(made, bytes.length)} -- ${call.options.has('k') ? 'created' : 'replaced with'} ${target}\n`);
  return 0;
}

/** Without the header and the trailer, as gzip reckons. */
function ratio(packed: Uint8Array, plain: number): string {
  const named = (packed[3]! & 8) === 0 ? 0 : packed.indexOf(0, 10) - 9; // the name and its end
  return `${(plain === 0 ? 0 : (100 * (plain - (packed.length - 18 - named))) / plain).toFixed(1).padStart(5)}%`;
}

function* list(call: ToolCall, name: string, bytes: Uint8Array): ToolRun {
  const plain = originalSize(bytes);
  yield* print(`${String(bytes.length).padStart(19)} ${String(plain).padStart(19)} ${ratio(bytes, plain)} ${name === '-' ? 'stdout' : name.replace(/\.(?:gz|z)$/, '')}\n`);
  return 0;
}
