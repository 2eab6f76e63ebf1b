/** mktemp: a file or directory with a name that nobody has. */
import { complain, print, reason, refuse, say, tried, type Tool, type ToolRun } from '../tool/tool.ts';

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const mktemp: Tool = {
  usage: '[OPTION]... [TEMPLATE]',
  options: { flags: 'dqtu', values: 'p', long: { directory: 'd', quiet: 'q', 'dry-run': 'u' }, longValues: ['tmpdir?', 'suffix'] },
  *run(call) {
    const { p, options } = call;
    const fail = (message: string): ToolRun => (options.has('q') ? say(2, '', 1) : complain(call, message));
    if (call.operands.length > 1) return yield* refuse(call, 'too many templates');
    const template = call.operands[0] ?? 'tmp.XXXXXXXXXX';
    if (!/XXX/.test(template)) return yield* fail(`too few X's in template ‘${template}’`);
    const inTmp = call.operands.length === 0 || options.has('t') || options.has('p') || options.has('tmpdir');
    if (options.has('t') && template.includes('/')) return yield* fail(`invalid template, ‘${template}’, contains directory separator`);
    const dir = options.value('p') ?? (options.value('tmpdir') || undefined) ?? p.env.get('TMPDIR') ?? '/tmp';
    const name = template.replace(/X{3,}(?=[^X]*$)/, (xs) => [...xs].map(() => letters[p.random.below(letters.length)]!).join('')) + (options.value('suffix') ?? '');
    const path = inTmp ? `${dir}/${name}` : name;
    const done = tried(() => {
      if (options.has('u')) return;
      if (options.has('d')) p.files.mkdir(path, { mode: 0o700 });
      else p.files.writeFile(path, '', { mode: 0o600 });
    });
    if ('error' in done) return yield* fail(`failed to create ${options.has('d') ? 'directory' : 'file'} via template ‘${inTmp ? `${dir}/` : ''}${template}’: ${reason(done.error)}`);
    yield* print(`${path}\n`);
    return 0;
  },
};
