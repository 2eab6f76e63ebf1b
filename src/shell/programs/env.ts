/** env and printenv: the environment shown, or changed for one program. */
import { FileError } from '../../files/index.ts';
import { complain, print, type Tool } from '../tool/tool.ts';

export const env: Tool = {
  usage: '[OPTION]... [-] [NAME=VALUE]... [COMMAND [ARG]...]',
  options: { flags: 'i0', values: 'uC', stopAtOperand: true, long: { 'ignore-environment': 'i', unset: 'u', chdir: 'C', null: '0' } },
  *run(call) {
    const { p, options } = call;
    let rest = call.operands;
    let variables = new Map(options.has('i') || rest[0] === '-' ? [] : p.env);
    if (rest[0] === '-') rest = rest.slice(1);
    for (const name of options.values('u')) variables.delete(name);
    let i = 0;
    for (; rest[i]?.includes('='); i++) {
      const at = rest[i]!.indexOf('=');
      variables = variables.set(rest[i]!.slice(0, at), rest[i]!.slice(at + 1));
    }
    const argv = rest.slice(i);
    if (argv.length === 0) {
      const end = options.has('0') ? '\0' : '\n';
      yield* print([...variables].map(([name, value]) => `${name}=${value}${end}`).join(''));
      return 0;
    }
    const path = p.findProgram(argv[0]!);
    const words = call.flavour === 'gnu' ? `‘${argv[0]!}’` : `can't execute '${argv[0]!}'`;
    if (path === undefined) return yield* complain(call, `${words}: No such file or directory`, 127);
    try {
      const dir = options.value('C');
      if (dir !== undefined) p.chdir(dir);
      yield p.exec(path, argv, variables);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      return yield* complain(call, `${words}: ${error.message.slice(error.path.length + 2)}`, error.code === 'ENOENT' ? 127 : 126);
    }
    return 0;
  },
};

export const printenv: Tool = {
  usage: '[OPTION]... [VARIABLE]...',
  options: { flags: '0' },
  *run({ p, operands }) {
    if (operands.length === 0) {
      yield* print([...p.env].map(([name, value]) => `${name}=${value}\n`).join(''));
      return 0;
    }
    const values = operands.map((name) => p.env.get(name));
    yield* print(values.map((value) => (value === undefined ? '' : `${value}\n`)).join(''));
    return values.includes(undefined) ? 1 : 0;
  },
};
