/** Runs a container's hooks: a command in it, a request to it, or a sleep. */
import type { Cancel } from '../../sim/index.ts';
import type { Container, LifecycleHandler } from '../kinds/pod/container.ts';
import type { Pod } from '../kinds/pod/pod.ts';
import type { KubeletContext } from './kubelet-context.ts';
import type { ObservedContainer } from './observed.ts';
import type { ProbeTransport } from './probes/probe-transport.ts';

export type HookDone = (failure: string | undefined) => void;

export class HookRunner {
  private readonly context: KubeletContext;
  private readonly transport: ProbeTransport;

  constructor(context: KubeletContext, transport: ProbeTransport) {
    this.context = context;
    this.transport = transport;
  }

  /** Calls `done` once: with what went wrong, as its event says it, or undefined. */
  run(pod: Pod, spec: Container, container: ObservedContainer, handler: LifecycleHandler, done: HookDone): Cancel {
    const { clock, runtime } = this.context;
    if (handler.sleep) return clock.after(handler.sleep.seconds * 1000, 'kubelet', () => done(undefined));
    if (handler.exec) {
      const command = handler.exec.command ?? [];
      const failed = (why: string, output: string) =>
        done(`Exec lifecycle hook ([${command.join(' ')}]) for Container "${spec.name}" in Pod "${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})" failed - error: ${why}, message: ${JSON.stringify(output)}`);
      return runtime.exec(
        container.id,
        command,
        ({ code, output }) => (code === 0 ? done(undefined) : failed(`command '${command.join(' ')}' exited with ${code}: ${output}`, output)),
        (why) => failed(why, ''),
      );
    }
    if (handler.httpGet) {
      const { httpGet } = handler;
      const address = pod.spec.hostNetwork ? this.context.hostIp : (runtime.observe(pod.metadata.uid).sandboxes[0]?.ip ?? '');
      return this.transport.http(address, spec, httpGet, 0, ({ error }) => {
        if (error === undefined) done(undefined);
        else done(`HTTP lifecycle hook (${httpGet.path ?? '/'}) for Container "${spec.name}" in Pod "${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})" failed - error: ${error}`);
      });
    }
    done(undefined);
    return () => {};
  }
}
