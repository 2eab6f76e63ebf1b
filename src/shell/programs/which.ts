/** which: the files that names in PATH stand for. */
import { print, type Tool } from '../tool/tool.ts';

export const which: Tool = {
  usage: '[-a] NAME...',
  options: { flags: 'as' },
  *run({ p, options, operands }) {
    let code = 0;
    for (const name of operands) {
      const dirs = name.includes('/') ? [''] : (p.env.get('PATH') ?? '').split(':');
      const found = dirs.map((dir) => (name.includes('/') ? name : `${dir || '.'}/${name}`)).filter((path) => p.files.executable(path));
      if (found.length === 0) code = 1;
      for (const path of options.has('a') ? found : found.slice(0, 1)) yield* print(`${path}\n`);
    }
    return code;
  },
};
