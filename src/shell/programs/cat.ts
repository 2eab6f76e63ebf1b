/** cat: files to standard output as they come; with -n, -b, -E, -T, -s and -v line by line. */
import { read, write } from '../../host/index.ts';
import { eachInput, LineReader } from '../tool/inputs.ts';
import { print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const cat: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: {
    flags: 'AbeEnstTuv',
    long: { 'show-all': 'A', 'number-nonblank': 'b', 'show-ends': 'E', number: 'n', 'squeeze-blank': 's', 'show-tabs': 'T', 'show-nonprinting': 'v' },
  },
  *run(call) {
    const plain = !/[AbeEnstTv]/.test(call.options.order.join(''));
    const state = { line: 1, blank: false };
    const good = yield* eachInput(call, call.operands, ({ fd }) => (plain ? copy(fd) : lines(call, fd, state)));
    return good ? 0 : 1;
  },
};

function* copy(fd: number): ToolRun<void> {
  for (;;) {
    const chunk: Uint8Array | null = yield read(fd);
    if (chunk === null) return;
    yield write(1, chunk);
  }
}

function* lines(call: ToolCall, fd: number, state: { line: number; blank: boolean }): ToolRun<void> {
  const has = (letters: string) => [...letters].some((l) => call.options.has(l));
  const reader = new LineReader(fd);
  for (let batch = yield* reader.next(); batch; batch = yield* reader.next()) {
    let out = '';
    for (const [i, line] of batch.entries()) {
      if (has('s') && line === '' && state.blank) continue;
      state.blank = line === '';
      const numbered = call.options.has('b') ? line !== '' : call.options.has('n');
      let text = line;
      if (has('vAet')) text = visible(text);
      if (has('TAt')) text = text.replaceAll('\t', '^I');
      const end = reader.unterminated && i === batch.length - 1 ? '' : `${has('EAe') ? '$' : ''}\n`;
      out += (numbered ? `${String(state.line++).padStart(6)}\t` : '') + text + end;
    }
    yield* print(out);
  }
}

function visible(text: string): string {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f]/g, (char) => `^${char === '\x7f' ? '?' : String.fromCharCode(char.charCodeAt(0) + 64)}`);
}
