/** Asks a container how it is: by a request, a connection, or a command in it. */
import type { Cancel } from '../../../sim/index.ts';
import type { Container, Probe } from '../../kinds/pod/container.ts';
import type { ObservedContainer } from '../observed.ts';
import { actor, type KubeletContext } from '../kubelet-context.ts';
import type { ProbeTransport } from './probe-transport.ts';
import type { ProbeAnswer } from './probe-worker.ts';

/** What of an answer is kept for the event. */
const outputMax = 10_240;

export class Prober {
  private readonly context: KubeletContext;
  private readonly transport: ProbeTransport;

  constructor(context: KubeletContext, transport: ProbeTransport) {
    this.context = context;
    this.transport = transport;
  }

  /** Answers once, perhaps at once. */
  ask(address: string, container: Container, observed: ObservedContainer, probe: Probe, done: (answer: ProbeAnswer) => void): Cancel {
    const timeoutMs = (probe.timeoutSeconds ?? 1) * 1000;
    if (probe.httpGet) {
      return this.transport.http(address, container, probe.httpGet, timeoutMs, ({ status, error }) => {
        if (error !== undefined) done({ ok: false, output: error });
        else if (status >= 200 && status < 400) done({ ok: true, output: '' });
        else done({ ok: false, output: `HTTP probe failed with statuscode: ${status}` });
      });
    }
    if (probe.tcpSocket) {
      const { port, host } = probe.tcpSocket;
      return this.transport.tcp(address, container, port, host, timeoutMs, (error) => done({ ok: error === undefined, output: error ?? '' }));
    }
    if (probe.exec) return this.execute(observed, probe.exec.command ?? [], timeoutMs, done);
    if (probe.grpc) {
      const { port } = probe.grpc;
      return this.transport.tcp(address, container, port, undefined, timeoutMs, (error) =>
        done(error === undefined ? { ok: true, output: '' } : { ok: false, output: `timeout: failed to connect service "${address}:${port}" within ${timeoutMs / 1000}s: ${error}` }),
      );
    }
    done({ ok: true, output: '' });
    return () => {};
  }

  private execute(observed: ObservedContainer, command: readonly string[], timeoutMs: number, done: (answer: ProbeAnswer) => void): Cancel {
    const { runtime, clock } = this.context;
    let settled = false;
    const settle = (answer: ProbeAnswer): void => {
      if (settled) return;
      settled = true;
      cancelTimer();
      done(answer);
    };
    let cancelExec: Cancel = () => {};
    const cancelTimer = clock.after(timeoutMs, actor, () => {
      cancelExec();
      settle({ ok: false, output: `command timed out: "${command.join(' ')}" timed out after ${timeoutMs / 1000}s` });
    });
    cancelExec = runtime.exec(
      observed.id,
      command,
      ({ code, output }) => settle({ ok: code === 0, output: output.slice(0, outputMax) }),
      (why) => settle({ ok: false, output: why }),
    );
    return () => {
      cancelTimer();
      cancelExec();
      settled = true;
    };
  }
}
