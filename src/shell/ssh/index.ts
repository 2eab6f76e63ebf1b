/** shell/ssh: a shell on another machine, the client and the daemon, and copies of files between two; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { programOf } from '../tool/tool.ts';
import { rsync } from './rsync.ts';
import { ssh } from './ssh.ts';
import { sshd } from './sshd.ts';

export const sshPrograms: Readonly<Record<string, Program>> = { rsync: programOf(rsync), ssh: programOf(ssh), sshd };
