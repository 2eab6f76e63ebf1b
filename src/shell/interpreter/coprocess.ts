/** coproc: a command in the background whose input and output are descriptors of the shell, in an array of its name. */
import type { CompoundList, Coproc, Statement } from 'unbash';
import { errorText } from './complain.ts';
import { ChildDescriptors } from './redirect.ts';
import type { Run, Shell } from './shell.ts';
import { sourceText } from './source-text.ts';
import { fork } from './subshell.ts';

export function* runCoprocess(sh: Shell, node: Coproc): Run<number> {
  const { body } = node;
  const name = node.name?.text ?? 'COPROC';
  const [commands, ours] = sh.p.makePipe();
  const [answers, theirs] = sh.p.makePipe();
  const fds = new ChildDescriptors(sh.p);
  fds.set(0, commands);
  fds.set(1, theirs);
  const statement: Statement = { type: 'Statement', command: body as Exclude<typeof body, CompoundList>, background: undefined, pos: body.pos, end: body.end };
  const child = fork(sh, (sub) => sub.engine.statements(sub, [statement]), { fds: fds.files, ...(sh.on('monitor') ? { pgid: 0 } : {}) });
  let fd = 63;
  const place = (file: typeof ours) => {
    while (sh.p.fds.has(fd)) fd--;
    sh.p.fds.set(fd, file);
    return String(fd);
  };
  sh.variables.setList(name, [place(answers), place(ours)]);
  sh.variables.set(`${name}_PID`, String(child.pid));
  const job = sh.jobs.add(sh.on('monitor') ? child.pid : 0, sourceText(sh, node), [child.pid], true);
  sh.lastBackgroundPid = child.pid;
  if (sh.interactive) yield* errorText(sh, `[${job.id}] ${child.pid}\n`);
  return 0;
}
