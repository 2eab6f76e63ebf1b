/** kubectl port-forward. */
import { parseDuration, type JsonObject } from '../../../base/index.ts';
import { errorCode, until, type Listener, type Socket } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import type { Verb } from '../command/verb.ts';
import { count, list, text } from '../objects/member.ts';
import { firstPod, namedObject, podName } from './pods-of.ts';
import type { Info } from '../resources/info.ts';
import { forwardConnection } from './forward-connection.ts';

interface Forwarded {
  readonly local: number;
  readonly remote: number;
}

interface Listening {
  readonly listener: Listener;
  readonly remote: number;
}

export const portForwardVerb: Verb = {
  name: 'port-forward',
  summary: 'Forward one or more local ports to a pod',
  details: 'LOCAL:REMOTE; a number alone is both, and :REMOTE takes any free local port.',
  usage: 'port-forward TYPE/NAME [options] [LOCAL_PORT:]REMOTE_PORT [...[LOCAL_PORT_N:]REMOTE_PORT_N]',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'pods',
  flags: [
    { name: 'address', type: 'list', initial: 'localhost', usage: 'Addresses to listen on.' },
    { name: 'pod-running-timeout', type: 'duration', initial: '1m0s', usage: 'How long to wait for a pod.' },
  ],
  examples: [
    { does: 'Port 5000 here to 6000 of the pod', command: 'kubectl port-forward pod/web-1 5000:6000' },
    { does: 'To a pod of a service', command: 'kubectl port-forward service/web 8080:80' },
  ],
  *run(k) {
    const [target, ...specs] = k.args;
    if (target === undefined || specs.length === 0) throw k.usageError('TYPE/NAME and list of ports are required for port-forward');
    const info = yield* namedObject(k, [target]);
    const timeout = parseDuration(k.flags.text('pod-running-timeout'));
    const { pod } = yield* firstPod(k, info, 'milliseconds' in timeout ? timeout.milliseconds : 0);
    const ports = specs.map((spec) => portOf(spec, info, pod));
    const phase = text(pod, 'status', 'phase');
    if (phase !== 'Running') throw new CommandError(`unable to forward port because pod is not running. Current status=${phase}`);
    const listeners = yield* listenAll(k, ports, addressesOf(k.flags.list('address')));
    yield* serve(k, pod, listeners);
  },
};

/** A service's port leads to the pod's that it targets; a name is one of a container's ports. */
function portOf(spec: string, info: Info, pod: JsonObject): Forwarded {
  const parts = spec.split(':');
  const [first = '', second = first] = parts.length === 2 ? parts : parts.slice(0, 1); // more than two are one
  const remote = remotePort(second, info, pod);
  const isNamed = first === second && !/^-?\d+$/.test(first);
  const local = isNamed ? remote : first === '' ? 0 : portNumber('local', first);
  const target = portNumber('remote', String(remote));
  if (target === 0) throw new CommandError('remote port must be > 0');
  return { local, remote: target };
}

function portNumber(side: 'local' | 'remote', word: string): number {
  const wrong = !/^\d+$/.test(word) ? 'invalid syntax' : Number(word) > 65_535 ? 'value out of range' : undefined;
  if (wrong !== undefined) throw new CommandError(`error parsing ${side} port '${word}': strconv.ParseUint: parsing ${JSON.stringify(word)}: ${wrong}`);
  return Number(word);
}

function remotePort(word: string, info: Info, pod: JsonObject): number {
  const servicePorts = info.resource.plural === 'services' ? list(info.object, 'spec', 'ports') : undefined;
  if (servicePorts) {
    const found = servicePorts.find((port) => String(count(port, 'port')) === word || (word !== '' && text(port, 'name') === word));
    if (found === undefined) throw new CommandError(`Service ${info.name} does not have a service port ${word}`);
    const target = text(found, 'targetPort');
    return /^\d+$/.test(target) ? Number(target) : target === '' ? count(found, 'port') : namedPort(target, pod);
  }
  // What is no number of 64 bits is a name.
  return /^-?\d{1,18}$/.test(word) ? Number(word) : namedPort(word, pod);
}

function namedPort(name: string, pod: JsonObject): number {
  for (const container of list(pod, 'spec', 'containers')) {
    const found = list(container, 'ports').find((port) => text(port, 'name') === name);
    if (found !== undefined) return count(found, 'containerPort');
  }
  throw new CommandError(`Pod '${podName(pod)}' does not have a named port '${name}'`);
}

interface Address {
  readonly address: string; // what is listened on
  readonly shown: readonly string[];
}

/** localhost stands for both loopbacks, of which machines here have one. */
function addressesOf(given: readonly string[]): readonly Address[] {
  return given.map((address) => {
    if (address === 'localhost') return { address: '127.0.0.1', shown: ['127.0.0.1', '[::1]'] };
    if (!/^(\d{1,3})(\.\d{1,3}){3}$/.test(address) || address.split('.').some((part) => Number(part) > 255)) throw new CommandError(`${address} is not a valid IP`);
    return { address, shown: [address] };
  });
}

function* listenAll(k: Invocation, ports: readonly Forwarded[], addresses: readonly Address[]): Task<readonly Listening[]> {
  const open: Listening[] = [];
  for (const { local, remote } of ports) {
    const failures: string[] = [];
    let port = local;
    for (const { address, shown } of addresses) {
      try {
        const listener = k.p.listen({ port, address });
        port = listener.port;
        for (const where of shown) yield* k.print(`Forwarding from ${where}:${port} -> ${remote}\n`);
        open.push({ listener, remote });
      } catch (error) {
        const why = refusals[errorCode(error) ?? ''];
        if (why === undefined) throw error;
        failures.push(...shown.map((where) => `unable to create listener: Error listen tcp${where.startsWith('[') ? 6 : 4} ${where}:${local}: bind: ${why}`));
      }
    }
    if (failures.length > 0) yield* k.warn(`Unable to listen on port ${local}: Listeners failed to create with the following errors: [${failures.join(' ')}]\n`);
  }
  if (open.length > 0) return open;
  throw new CommandError(`unable to listen on any of the requested ports: [${ports.map(({ local, remote }) => `{${local} ${remote}}`).join(' ')}]`);
}

const refusals: Readonly<Record<string, string>> = { EADDRINUSE: 'address already in use', EACCES: 'permission denied', EADDRNOTAVAIL: 'cannot assign requested address' };

/** Connections run beside this loop, which only takes them. */
function* serve(k: Invocation, pod: JsonObject, listeners: readonly Listening[]): Task {
  const path = `/api/v1/namespaces/${text(pod, 'metadata', 'namespace')}/pods/${podName(pod)}/portforward`;
  for (;;) {
    const { listening, socket } = yield* offered(listeners);
    const fd = k.p.fds.add(socket);
    yield* k.print(`Handling connection for ${listening.listener.port}\n`);
    forwardConnection(k, path, { local: listening.listener.port, remote: listening.remote }, fd, socket);
  }
}

function offered(all: readonly Listening[]) {
  return until<{ listening: Listening; socket: Socket }>((wake) => {
    const take = (): boolean => {
      for (const listening of all) {
        const socket = listening.listener.take();
        if (!socket) continue;
        wake({ listening, socket });
        return true;
      }
      return false;
    };
    if (take()) return;
    const cancels = all.map(({ listener }) => listener.onOffer(() => {
      for (const cancel of cancels) cancel();
      take();
    }));
    return () => cancels.forEach((cancel) => cancel());
  });
}
