/** truncate and fallocate: a file of a size, cut or with holes. */
import { emptyContent, holeContent, joinContent, sliceContent, truncateContent, type Content } from '../../files/index.ts';
import type { Options } from '../tool/options.ts';
import { humanSize, parseSize } from '../tool/size.ts';
import { complain, plural, print, reason, refuse, tried, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

const BLOCK = 4096;

export const truncate: Tool = {
  usage: 'OPTION... FILE...',
  options: { flags: 'co', values: 'sr', long: { 'no-create': 'c', 'io-blocks': 'o', reference: 'r', size: 's' } },
  *run(call) {
    const { p, options, operands } = call;
    const given = options.value('s');
    const [, sign = '', text = ''] = /^\s*([-+<>/%]?)(.*)$/s.exec(given ?? '') ?? [];
    const reference = options.value('r');
    if (given === undefined && reference === undefined) return yield* refuse(call, 'you must specify either ‘--size’ or ‘--reference’');
    if (given !== undefined && reference !== undefined && sign === '') return yield* refuse(call, 'you must specify a relative ‘--size’ with ‘--reference’');
    if (options.has('o') && given === undefined) return yield* refuse(call, '‘--io-blocks’ was specified but ‘--size’ was not');
    if (operands.length === 0) return yield* refuse(call, 'missing file operand');
    const asked = given === undefined ? 0 : parseSize(text);
    if (asked === undefined || asked < 0) return yield* complain(call, `Invalid number: ‘${given!}’`);
    if (asked === 0 && (sign === '/' || sign === '%')) return yield* complain(call, 'division by zero');
    const size = asked * (options.has('o') ? BLOCK : 1);
    const base = reference === undefined ? undefined : tried(() => p.files.stat(reference).size);
    if (base && 'error' in base) return yield* complain(call, `cannot stat '${reference}': ${reason(base.error)}`);
    let code = 0;
    for (const name of operands) {
      if (!p.files.exists(name) && options.has('c')) continue;
      const before = base?.value ?? (p.files.exists(name) ? p.files.stat(name).size : 0);
      const wanted = given === undefined ? before : resultOf(sign, before, size);
      code = (yield* changed(call, name, (content) => truncateContent(content, wanted), `cannot open '${name}' for writing`)) || code;
    }
    return code;
  },
};

function resultOf(sign: string, before: number, size: number): number {
  if (sign === '+') return before + size;
  if (sign === '-') return Math.max(0, before - size);
  if (sign === '<') return Math.min(before, size);
  if (sign === '>') return Math.max(before, size);
  if (sign === '/') return before - (before % size);
  return sign === '%' ? Math.ceil(before / size) * size : size;
}

function* changed(call: ToolCall, name: string, change: (content: Content) => Content, words: string): ToolRun {
  const { files } = call.p;
  const done = tried(() => files.writeFile(name, change(files.exists(name) ? files.content(name) : emptyContent)));
  return 'error' in done ? yield* complain(call, `${words}: ${reason(done.error)}`) : 0;
}

export const fallocate: Tool = {
  usage: '[options] <filename>',
  options: { flags: 'ndpcizxv', values: 'lo', long: { length: 'l', offset: 'o', 'keep-size': 'n', verbose: 'v', 'punch-hole': 'p', 'collapse-range': 'c', 'insert-range': 'i', 'zero-range': 'z', 'dig-holes': 'd', posix: 'x' } },
  *run(call) {
    const { options, operands } = call;
    const [name] = operands;
    if (name === undefined) return yield* complain(call, 'no filename specified');
    const modes = [...'pcizdx'].filter((mode) => options.has(mode));
    if (modes.length > 1) return yield* complain(call, `mutually exclusive arguments: ${modes.map((mode) => `-${mode}`).join(' ')}`);
    const text = options.value('l');
    if (text === undefined && !options.has('d')) return yield* complain(call, 'no length argument specified');
    const length = parseSize(text ?? '1');
    if (length === undefined || length <= 0) return yield* complain(call, 'invalid length value specified');
    const from = parseSize(options.value('o') ?? '0');
    if (from === undefined || from < 0) return yield* complain(call, 'invalid offset value specified');
    if (modes.some((mode) => 'ci'.includes(mode)) && (from % BLOCK !== 0 || length % BLOCK !== 0)) return yield* complain(call, 'fallocate failed: Invalid argument');
    const code = yield* changed(call, name, (content) => allocated(content, options, from, from + length), `cannot open ${name}`);
    if (code === 0 && options.has('v')) yield* print(`${name}: ${spelled(length)} ${options.has('p') ? 'deallocated' : options.has('z') ? 'zeroed' : options.has('c') ? 'removed' : options.has('i') ? 'inserted' : 'allocated'}.\n`);
    return code;
  },
};

/** What lies between the two places is kept, emptied, taken out or moved on. */
function allocated(content: Content, options: Options, from: number, to: number): Content {
  const { size } = content;
  if (options.has('d')) return dug(content);
  const keeps = options.has('n') || options.has('p');
  if (options.has('p') || options.has('z')) {
    const emptied = joinContent(sliceContent(truncateContent(content, Math.max(size, to)), 0, from), holeContent(to - from), sliceContent(truncateContent(content, Math.max(size, to)), to));
    return keeps ? truncateContent(emptied, size) : emptied;
  }
  if (options.has('c')) return joinContent(sliceContent(content, 0, Math.min(from, size)), sliceContent(content, Math.min(to, size)));
  if (options.has('i')) return joinContent(sliceContent(content, 0, Math.min(from, size)), holeContent(to - from), sliceContent(content, Math.min(from, size)));
  return keeps ? content : truncateContent(content, Math.max(size, to));
}

/** Blocks of nothing but zeros become holes; those of a hole are passed at once, since it may be of any size. */
function dug(content: Content): Content {
  const { size, chunks } = content;
  const parts: Content[] = [];
  let done = 0; // up to here it is in the parts
  for (let at = 0, i = 0; at + BLOCK <= size; ) {
    while (chunks[i]!.at + chunks[i]!.size <= at) i++;
    const left = chunks[i]!.at + chunks[i]!.size - at;
    const length = chunks[i]!.bytes ? BLOCK : Math.max(BLOCK, left - (left % BLOCK));
    if (sliceContent(content, at, at + length).chunks.every(({ bytes }) => bytes?.every((byte) => byte === 0) ?? true)) {
      parts.push(sliceContent(content, done, at), holeContent(length));
      done = at + length;
    }
    at += length;
  }
  return joinContent(...parts, sliceContent(content, done));
}

function spelled(bytes: number): string {
  const short = humanSize(bytes);
  return `${/\d$/.test(short) ? `${short} B` : `${short.slice(0, -1)} ${short.slice(-1)}iB`} (${bytes} ${plural(bytes, 'byte')})`;
}
