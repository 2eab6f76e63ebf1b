/** watch: a program's output over and over on a cleared screen. */
import { decodeUtf8 } from '../../base/index.ts';
import { NullFile, readFrom, sleep, waitPid } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { startProgram } from '../tool/run-program.ts';
import { print, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const watch: Tool = {
  usage: '[options] command',
  options: { flags: 'tdegxbc', values: 'n', stopAtOperand: true, long: { interval: 'n', 'no-title': 't', differences: 'd', errexit: 'e', chgexit: 'g', exec: 'x' } },
  *run(call) {
    const { p, options } = call;
    if (call.operands.length === 0) return yield* refuse(call, 'missing command');
    const seconds = Math.max(0.1, Number(options.value('n') ?? 2) || 2);
    const text = call.operands.join(' ');
    const argv = options.has('x') ? call.operands : ['sh', '-c', text];
    let before: string | undefined;
    for (;;) {
      const ran = yield* output(call, argv);
      const left = `Every ${seconds.toFixed(1)}s: ${text}`;
      const right = `${p.namespaces.uts.hostname}: ${formatDate('%a %b %e %H:%M:%S %Y', p.host.wallMs)}`;
      const cols = p.tty?.cols ?? 80;
      const rows = p.tty?.rows ?? 24;
      const title = options.has('t') ? '' : `${left.slice(0, Math.max(0, cols - right.length - 1)).padEnd(cols - right.length)}${right}\n\n`;
      const body = ran.text.split('\n').slice(0, rows - (title === '' ? 0 : 2)).join('\n');
      yield* print(`\x1b[H\x1b[2J${title}${body}`);
      if (options.has('e') && ran.code !== 0) return ran.code;
      if (options.has('g') && before !== undefined && before !== ran.text) return 0;
      before = ran.text;
      yield sleep(seconds * 1000);
    }
  },
};

function* output(call: ToolCall, argv: readonly string[]): ToolRun<{ text: string; code: number }> {
  const [reader, writer] = call.p.makePipe();
  reader.hold();
  try {
    const child = startProgram(call, argv, { fds: [new NullFile(), writer, writer] });
    if (typeof child === 'number') return { text: `${call.name}: ${argv[0]!}: No such file or directory\n`, code: child };
    let text = '';
    for (;;) {
      const chunk: Uint8Array | null = yield readFrom(reader);
      if (chunk === null) break;
      text += decodeUtf8(chunk);
    }
    return { text, code: (yield* waitPid(child.pid))?.code ?? 0 };
  } finally {
    reader.release();
  }
}
