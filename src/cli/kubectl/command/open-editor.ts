/** Opens a file in the editor that the environment names, or in the page's own. */
import { edit, errorCode, waitPid, type Process } from '../../../host/index.ts';
import { CommandError } from './errors.ts';
import type { Task } from './task.ts';

export function* openEditor(k: { readonly p: Process }, path: string): Task {
  const named = k.p.env.get('KUBE_EDITOR') || k.p.env.get('EDITOR');
  if (named) return yield* runEditor(k, named, path);
  try {
    yield* edit(path);
  } catch (error) {
    if (errorCode(error) !== 'ENOTTY') throw error;
    throw new CommandError('there was a problem with the editor "vi"');
  }
}

/** As words of the shell: an editor may come with arguments. */
function* runEditor({ p }: { readonly p: Process }, command: string, path: string): Task {
  if (!/\s/.test(command) && p.findProgram(command) === undefined) throw new CommandError(`unable to launch the editor ${JSON.stringify(command)}`);
  const shell = p.findProgram('sh') ?? '/bin/sh';
  const child = p.spawn(shell, ['sh', '-c', `${command} ${path}`]);
  const status = yield* waitPid(child.pid);
  if (status && status.code !== 0) throw new CommandError(`there was a problem with the editor ${JSON.stringify(command)}`);
}
