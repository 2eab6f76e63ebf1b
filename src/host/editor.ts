/** The page's editor as programs reach it: vi, nano and $EDITOR open a file there and wait until it was saved or closed. */
import { SystemError } from './errors.ts';
import type { Process } from './process/process.ts';
import { SystemCall } from './syscall.ts';
import type { Cancel } from '../sim/index.ts';

export type EditOutcome = 'saved' | 'closed';

/** Set on a host by whoever has a page. The path is absolute in the process's own view, through which it is read and written. */
export interface EditorPort {
  open(process: Process, path: string, done: (outcome: EditOutcome) => void): Cancel;
}

/** ENOTTY when there is no page to edit on. */
export function edit(path: string): SystemCall<EditOutcome> {
  return new SystemCall('edit', (process, done, fail) => {
    const { editor } = process.host;
    if (!editor) return fail(new SystemError('ENOTTY', 'edit'));
    return editor.open(process, path.startsWith('/') ? path : `${process.cwd === '/' ? '' : process.cwd}/${path}`, done);
  });
}
