/** shell/ssh: a shell on another machine, the client, the daemon and their keys, and copies of files between two; loaded when somebody runs the first of them. */
import type { Program } from '../../host/index.ts';
import { programOf } from '../tool/tool.ts';
import { rsync } from './rsync.ts';
import { ssh } from './ssh.ts';
import { sshCopyId } from './ssh-copy-id.ts';
import { sshKeygen } from './ssh-keygen.ts';
import { sshd } from './sshd.ts';

export const sshPrograms: Readonly<Record<string, Program>> = { rsync: programOf(rsync), ssh: programOf(ssh), 'ssh-copy-id': programOf(sshCopyId), 'ssh-keygen': programOf(sshKeygen), sshd };
