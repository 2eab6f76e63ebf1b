/** gzip, gunzip, zcat. */
import { write } from '../../host/index.ts';
import { gunzip as unpack, gzip as pack, isGzip } from '../tool/gzip.ts';
import { readAll } from '../tool/inputs.ts';
import { baseName, complain, reason, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const options = { flags: 'cdfklnqrtv123456789', long: { stdout: 'c', decompress: 'd', force: 'f', keep: 'k', quiet: 'q', test: 't', verbose: 'v', fast: '1', best: '9' } } as const;

export const gzip: Tool = { usage: '[OPTION]... [FILE]...', options, run: (call) => each(call, call.options.has('d')) };
export const gunzip: Tool = { usage: '[OPTION]... [FILE]...', options, run: (call) => each(call, true) };
export const zcat: Tool = { usage: '[OPTION]... [FILE]...', options, run: (call) => each(call, true) };

function* each(call: ToolCall, unpacks: boolean): ToolRun {
  let code = 0;
  for (const name of call.operands.length > 0 ? call.operands : ['-']) code = Math.max(code, yield* one(call, name, unpacks));
  return code;
}

function* one(call: ToolCall, name: string, unpacks: boolean): ToolRun {
  const { p } = call;
  const keepsOn = call.options.has('c') || baseName(call.name) === 'zcat' || name === '-';
  const read = name === '-' ? { value: yield* readAll(0) } : tried(() => p.files.readFile(name));
  if ('error' in read) return yield* complain(call, `${name}: ${reason(read.error)}`);
  if (unpacks && !isGzip(read.value)) {
    yield write(2, call.flavour === 'gnu' ? `\ngzip: ${name === '-' ? 'stdin' : name}: not in gzip format\n` : `${call.name}: invalid magic\n`);
    return 1;
  }
  if (unpacks && !keepsOn && !/\.(gz|tgz|z)$/.test(name)) return yield* complain(call, `${name}: unknown suffix -- ignored`, 2);
  if (!unpacks && name.endsWith('.gz')) return yield* complain(call, `${name} already has .gz suffix -- unchanged`, 2);
  const made = unpacks ? unpack(read.value) : pack(read.value);
  if (call.options.has('t')) return 0;
  if (keepsOn) {
    yield write(1, made);
    return 0;
  }
  const target = unpacks ? name.replace(/\.tgz$/, '.tar').replace(/\.(gz|z)$/, '') : `${name}.gz`;
  if (p.files.exists(target) && !call.options.has('f')) return yield* complain(call, `${target} already exists; not overwritten`, 2);
  const done = tried(() => {
    const { mode, mtimeMs } = p.files.stat(name);
    p.files.writeFile(target, made, { mode });
    p.files.utimes(target, mtimeMs);
    if (!call.options.has('k')) p.files.unlink(name);
  });
  return 'error' in done ? yield* complain(call, `${target}: ${reason(done.error)}`) : 0;
}
