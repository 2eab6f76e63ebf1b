/** watch: a program's output over and over on a cleared screen. */
import { sleep } from '../../host/index.ts';
import { formatDate } from '../language/date-format.ts';
import { outputOf } from '../tool/run-program.ts';
import { print, refuse, type Tool } from '../tool/tool.ts';

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
      const ran = yield* outputOf(call, argv);
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
