/** basename and dirname: the two parts of a path as text. */
import { print, refuse, type Tool } from '../tool/tool.ts';

export const basename: Tool = {
  usage: 'NAME [SUFFIX]',
  options: { flags: 'az', values: 's', stopAtOperand: true, long: { multiple: 'a', suffix: 's', zero: 'z' } },
  *run(call) {
    const { options, operands } = call;
    if (operands.length === 0) return yield* refuse(call, 'missing operand');
    const many = options.has('a') || options.has('s');
    if (!many && operands.length > 2) return yield* refuse(call, `extra operand ‘${operands[2]!}’`);
    const suffix = many ? (options.value('s') ?? '') : (operands[1] ?? '');
    for (const path of many ? operands : operands.slice(0, 1)) yield* print(`${lastName(path, suffix)}${options.has('z') ? '\0' : '\n'}`);
    return 0;
  },
};

function lastName(path: string, suffix: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path === '' ? '' : '/';
  const name = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
}

export const dirname: Tool = {
  usage: '[OPTION] NAME...',
  options: { flags: 'z' },
  *run(call) {
    if (call.operands.length === 0) return yield* refuse(call, 'missing operand');
    for (const path of call.operands) yield* print(parentOf(path) + (call.options.has('z') ? '\0' : '\n'));
    return 0;
  },
};

export function parentOf(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  if (trimmed === '') return path.startsWith('/') ? '/' : '.';
  const at = trimmed.lastIndexOf('/');
  if (at < 0) return '.';
  return trimmed.slice(0, at).replace(/\/+$/, '') || '/';
}
