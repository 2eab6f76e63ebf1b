/** chroot: runs a command with another directory as its root. */
import { changeRoot } from '../../host/index.ts';
import { accountByName, groups } from '../accounts.ts';
import { complain, refuse, type Tool } from '../tool/tool.ts';
import { become } from './run-command.ts';
import { attempted, strerror } from './words.ts';

const FAILED = 125;

export const chroot: Tool = {
  usage: '[OPTION] NEWROOT [COMMAND [ARG]...]',
  usageCode: FAILED,
  options: { stopAtOperand: true, longValues: ['userspec', 'groups'] },
  *run(call) {
    const { p, operands } = call;
    const [root, ...command] = operands;
    if (root === undefined) return yield* refuse(call, 'missing operand', FAILED);
    const refused = attempted(() => changeRoot(p, root));
    if (refused) return yield* complain(call, call.flavour === 'gnu' ? `cannot change root directory to '${root}': ${strerror(refused)}` : `can't change root directory to '${root}': ${strerror(refused)}`, FAILED);
    const user = call.options.value('userspec');
    if (user !== undefined) {
      const [name = '', group] = user.split(':');
      const account = accountByName(p.files, name);
      const gid = group === undefined ? account?.gid : (groups(p.files).find((g) => g.name === group)?.gid ?? Number(group));
      p.gid = gid ?? (Number(group ?? 0) || 0);
      p.uid = account?.uid ?? (Number(name) || 0);
    }
    const argv = command.length > 0 ? command : [p.env.get('SHELL') ?? '/bin/sh', '-i'];
    return yield* become(call, p, argv, (name) => (call.flavour === 'gnu' ? `failed to run command ‘${name}’` : `can't execute '${name}'`));
  },
};
