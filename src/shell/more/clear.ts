/** clear, reset, tty: the terminal itself. */
import { print, type Tool } from '../tool/tool.ts';

export const clear: Tool = {
  usage: '[options]',
  options: { flags: 'x', values: 'T' },
  *run(call) {
    yield* print(call.options.has('x') ? '\x1b[H\x1b[2J' : '\x1b[H\x1b[2J\x1b[3J');
    return 0;
  },
};

export const reset: Tool = {
  usage: '[options]',
  *run({ p }) {
    p.tty?.setMode({ canonical: true, echo: true, signals: true });
    yield* print('\x1bc\x1b[?1049l\x1b[H\x1b[2J');
    return 0;
  },
};

export const tty: Tool = {
  usage: '[OPTION]...',
  usageCode: 2,
  options: { flags: 's', long: { silent: 's', quiet: 's' } },
  *run({ p, options }) {
    const file = p.fds.get(0);
    const name = file?.kind === 'tty' ? file.label : undefined;
    if (!options.has('s')) yield* print(`${name ?? 'not a tty'}\n`);
    return name === undefined ? 1 : 0;
  },
};
