/** tee: standard input to standard output and into files. */
import { read, write } from '../../host/index.ts';
import { complain, reason, tried, type Tool } from '../tool/tool.ts';

export const tee: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'aip', long: { append: 'a', 'ignore-interrupts': 'i' } },
  *run(call) {
    const fds: number[] = [];
    let code = 0;
    for (const name of call.operands) {
      const opened = tried(() => call.p.open(name, call.options.has('a') ? 'a' : 'w'));
      if ('value' in opened) fds.push(opened.value);
      else code = yield* complain(call, `${name}: ${reason(opened.error)}`);
    }
    for (;;) {
      const chunk: Uint8Array | null = yield read(0);
      if (chunk === null) return code;
      yield write(1, chunk);
      for (const fd of fds) yield write(fd, chunk);
    }
  },
};
