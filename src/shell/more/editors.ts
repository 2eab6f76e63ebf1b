/** vi, vim and nano: the file is edited in the page's editor, and the program waits until it is saved or closed. */
import { edit, SystemError } from '../../host/index.ts';
import { baseName, complain, refuse, type Tool } from '../tool/tool.ts';

function editor(options: Tool['options']): Tool {
  return {
    usage: '[options] [file]',
    ...(options ? { options } : {}),
    prepare: (args) => args.filter((arg) => !arg.startsWith('+')), // where the cursor starts is the page's to say
    *run(call) {
      const [path, more] = call.operands;
      if (path === undefined) return yield* refuse(call, 'a file to edit has to be named here');
      if (more !== undefined) return yield* refuse(call, 'one file at a time can be edited here');
      if (!call.p.tty) return yield* complain(call, 'Standard input is not a terminal');
      const stat = call.p.files.exists(path) ? call.p.files.stat(path) : undefined;
      if (stat?.kind === 'dir') return yield* complain(call, `"${path}" is a directory`);
      try {
        yield* edit(path);
        return 0;
      } catch (error) {
        if (!(error instanceof SystemError) || error.code !== 'ENOTTY') throw error;
        return yield* complain(call, `there is no editor here: no page shows this terminal. Set EDITOR to a program that edits ${baseName(path)} by itself`);
      }
    },
  };
}

export const vi = editor({ flags: 'RnbeEsvyZ', values: 'cTuSw', long: { clean: 'n' } });
export const nano = editor({ flags: 'BLEFGHIKNRSWaceilmpqtuvwxz', values: 'TYrsoQ' });
