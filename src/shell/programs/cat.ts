/** cat: files to standard output as they come; with -n, -b, -E, -T, -s and -v line by line. */
import { read, RegularFile, write } from '../../host/index.ts';
import { bytesOfText } from '../language/byte-text.ts';
import { eachInput, LineReader } from '../tool/inputs.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const cat: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'AbeEnstTuv',
    long: { 'show-all': 'A', 'number-nonblank': 'b', 'show-ends': 'E', number: 'n', 'squeeze-blank': 's', 'show-tabs': 'T', 'show-nonprinting': 'v' },
  },
  *run(call) {
    const plain = !/[AbeEnstTv]/.test(call.options.order.join(''));
    const state = { line: 1, blank: false, open: false };
    let own = false;
    const good = yield* eachInput(call, call.operands, function* ({ name, fd }) {
      if (isOutput(call, fd)) {
        own = true;
        yield* complain(call, `${name}: input file is output file`);
      } else yield* plain ? copy(fd) : lines(call, fd, state);
    });
    return good && !own ? 0 : 1;
  },
};

/** It would read what it writes, without end. */
function isOutput({ p }: ToolCall, fd: number): boolean {
  const from = p.fds.get(fd);
  const to = p.fds.get(1);
  return from instanceof RegularFile && to instanceof RegularFile && from.label === to.label && from.mount.fs === to.mount.fs && from.content().size > from.offset;
}

function* copy(fd: number): ToolRun<void> {
  for (;;) {
    const chunk: Uint8Array | null = yield read(fd);
    if (chunk === null) return;
    yield write(1, chunk);
  }
}

function* lines(call: ToolCall, fd: number, state: { line: number; blank: boolean; open: boolean }): ToolRun<void> {
  const has = (letters: string) => [...letters].some((l) => call.options.has(l));
  const reader = new LineReader(fd);
  for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
    let out = '';
    for (const [i, line] of batch.entries()) {
      if (has('s') && line === '' && state.blank) continue;
      state.blank = line === '';
      const numbered = !state.open && (call.options.has('b') ? line !== '' : call.options.has('n'));
      let text = line;
      if (has('vAet')) text = visible(text);
      if (has('TAt')) text = text.replaceAll('\t', '^I');
      state.open = reader.unterminated && i === batch.length - 1;
      const end = state.open ? '' : `${has('EAe') ? '$' : ''}\n`;
      out += (numbered ? `${String(state.line++).padStart(6)}\t` : '') + text + end;
    }
    yield* print(out);
  }
}

function visible(text: string): string {
  return text.replace(/[^\t\n -~]/gu, (char) => [...bytesOfText(char)].map((byte) => (byte < 128 ? '' : 'M-') + control(byte % 128)).join(''));
}

function control(code: number): string {
  return code === 127 ? '^?' : code < 32 ? `^${String.fromCharCode(code + 64)}` : String.fromCharCode(code);
}
