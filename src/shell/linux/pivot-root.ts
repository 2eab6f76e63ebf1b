/** pivot_root: the root file system moves below another one, which takes its place. */
import { pivotRoot } from '../../host/index.ts';
import { complain, type Tool } from '../tool/tool.ts';
import { attempted, strerror } from './words.ts';

export const pivot_root: Tool = {
  usage: '[options] <new_root> <put_old>',
  *run(call) {
    const [fresh, old] = call.operands;
    if (fresh === undefined || old === undefined) return yield* complain(call, `bad usage\nTry '${call.name} --help' for more information.`);
    const refused = attempted(() => pivotRoot(call.p, fresh, old));
    return refused ? yield* complain(call, `failed to change root from \`${fresh}' to \`${old}': ${strerror(refused)}`) : 0;
  },
};
