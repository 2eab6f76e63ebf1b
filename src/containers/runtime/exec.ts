/** `docker exec`, `kubectl exec`, probes: one more process in the namespaces of a container that runs. */
import { FileError } from '../../files/index.ts';
import { allCapabilities, NullFile, type ExitStatus, type OpenFile, type Process } from '../../host/index.ts';
import { defaultPath, findCommand, goWords, refusedByKernel } from './container-command.ts';
import type { Container } from './container.ts';
import { capabilitiesOf } from './container-capabilities.ts';
import type { ExecSpec } from './container-spec.ts';
import { identityOf } from './container-user.ts';
import { execRefusal, RuntimeError } from './runtime-error.ts';

/** Throws RuntimeError when the container does not run, or there is no such command, user or directory. */
export function execIn(container: Container, spec: ExecSpec, onExit: (status: ExitStatus) => void): Process {
  const { host, process: first } = container;
  if (!first) throw new RuntimeError('state', `container ${container.id} is not running`);
  if (container.state === 'paused') throw new RuntimeError('state', `Container ${container.record.name} is paused, unpause the container before exec`);
  const { namespaces } = first;
  const rootView = host.viewFor(undefined, namespaces, {});
  const identity = identityOf(rootView, spec.user || container.spec.user || '', container.spec.groups);
  const cwd = spec.cwd || container.spec.cwd || '/';
  const view = host.viewFor(undefined, namespaces, { uid: identity.uid, gid: identity.gid, groups: identity.groups, cwd });
  requireDirectory(() => view.directory(cwd, 'chdir'), cwd);
  const env = new Map(first.env);
  env.set('HOME', identity.home);
  if (spec.tty) env.set('TERM', 'xterm');
  if (spec.env) for (const [name, value] of spec.env) env.set(name, value);
  const path = findCommand(view, spec.argv[0] ?? '', env.get('PATH') ?? defaultPath, execRefusal);
  const options = {
    env,
    cwd,
    fds: descriptorsOf(spec),
    setsid: true,
    ...(spec.tty ? { tty: spec.tty } : {}),
    namespaces,
    cgroup: first.cgroup,
    uid: identity.uid,
    gid: identity.gid,
    groups: identity.groups,
    capabilities: spec.privileged ? allCapabilities : capabilitiesOf(container.spec),
    onExit,
  };
  try {
    return host.spawn(path, spec.argv, options);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return host.spawn(refusedByKernel(path, error), spec.argv, options);
  }
}

function requireDirectory(enter: () => void, cwd: string): void {
  try {
    enter();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw execRefusal('command-refused', `chdir to cwd ("${cwd}") set in config.json failed: ${goWords(error)}`);
  }
}

function descriptorsOf(spec: ExecSpec): readonly OpenFile[] {
  if (!spec.tty) return [spec.stdin ?? new NullFile(), spec.stdout ?? new NullFile(), spec.stderr ?? new NullFile()];
  const file = spec.tty.openFile();
  return [file, file, file];
}
