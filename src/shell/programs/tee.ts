/** tee: standard input to standard output and into files. */
import { SystemError, read, write } from '../../host/index.ts';
import { chooseWord } from '../tool/choice.ts';
import { complain, reason, refuse, tried, type Tool } from '../tool/tool.ts';

const modes = [['warn'], ['warn-nopipe'], ['exit'], ['exit-nopipe']];

interface Output {
  readonly name: string;
  readonly fd: number;
}

export const tee: Tool = {
  usage: '[OPTION]... [FILE]...',
  options: { flags: 'aip', long: { append: 'a', 'ignore-interrupts': 'i' }, longValues: ['output-error?'] },
  *run(call) {
    const { p, options } = call;
    const given = options.value('output-error');
    const mode = given === undefined ? undefined : chooseWord('--output-error', given || 'warn-nopipe', modes);
    if (mode && 'problem' in mode) return yield* refuse(call, mode.problem);
    const onError = mode?.word ?? (options.has('p') ? 'warn-nopipe' : undefined);
    if (options.has('i')) p.on('SIGINT', 'ignore');
    if (onError !== undefined) p.on('SIGPIPE', 'ignore');
    let outputs: Output[] = [{ name: 'standard output', fd: 1 }];
    let code = 0;
    for (const name of call.operands) {
      const opened = tried(() => p.open(name, options.has('a') ? 'a' : 'w'));
      if ('value' in opened) outputs.push({ name, fd: opened.value });
      else {
        code = yield* complain(call, `${name}: ${reason(opened.error)}`);
        if (onError?.startsWith('exit')) return code;
      }
    }
    while (outputs.length > 0) {
      const chunk: Uint8Array | null = yield read(0);
      if (chunk === null) return code;
      for (const output of outputs) {
        try {
          yield write(output.fd, chunk);
        } catch (error) {
          if (onError === undefined && output.fd === 1) throw error;
          outputs = outputs.filter((one) => one !== output);
          if (onError?.endsWith('nopipe') && error instanceof SystemError && error.code === 'EPIPE') continue;
          code = yield* complain(call, `${output.name}: ${reason(error)}`);
          if (onError?.startsWith('exit')) return code;
        }
      }
    }
    return code;
  },
};
