/** Faults: what can break in a world, by hand or by the swarm. Each is an act of somebody, so that "why?" can end there. */
import { assert } from '../base/index.ts';
import type { Fault } from '../client/index.ts';
import { parseSignal, type Host } from '../host/index.ts';
import type { World } from './world.ts';

/** Throws nothing: a fault on what is not there any more does nothing, because somebody may have been faster. */
export function applyFault(world: World, fault: Fault): void {
  const { kind, ...words } = fault;
  const act = world.trace.record('you', 'fault', `fault-${kind}`, fault.kind === 'stop-container' ? nameOf(world, fault.container) : words);
  world.trace.during(act, () => strike(world, fault));
}

/** A container by the name that people call it by; `id` is host/container. */
function nameOf(world: World, id: string): { readonly container: string; readonly host: string } {
  const [host = '', container = ''] = id.split('/');
  return { container: world.runtimes.get(host)?.find(container)?.record.name ?? container, host };
}

function strike(world: World, fault: Fault): void {
  switch (fault.kind) {
    case 'stop-host':
      return world.power(fault.host, false);
    case 'start-host':
      return world.power(fault.host, true);
    case 'cut':
      return world.network.cut(fault.host, fault.from);
    case 'mend':
      return world.network.mend(fault.host, fault.from);
    case 'stop-unit':
      return stopUnit(world, fault.host, fault.unit);
    case 'start-unit':
      return startUnit(world, fault.host, fault.unit);
    case 'signal':
      return signalProcess(world.hosts.get(fault.host), fault.pid, fault.signal);
    case 'stop-container':
      return world.stopContainer(fault.container);
    case 'break-image':
      return world.breakImage(fault.reference, true);
    case 'mend-image':
      return world.breakImage(fault.reference, false);
  }
}

/** Units and static pods alike: whoever breaks a component need not know how it runs. */
function stopUnit(world: World, host: string, name: string): void {
  const component = world.component(host, name);
  if (component) component.stop();
  else world.hosts.get(host)?.init.stop(name);
}

function startUnit(world: World, host: string, name: string): void {
  const component = world.component(host, name);
  if (component) component.start();
  else world.hosts.get(host)?.init.start(name);
}

function signalProcess(host: Host | undefined, pid: number, signal: string): void {
  const target = host?.processes.get(pid);
  const known = parseSignal(signal);
  if (host && target && known) host.kernel.send(target, known);
}

/** The words of a script's @fault: `stop-host node-1`, `cut node-1 *`, `stop-unit control-plane kube-scheduler`. */
export function parseFault(words: string): Fault {
  const [kind, a = '', b = '', c = ''] = words.split(/\s+/);
  switch (kind) {
    case 'stop-host':
    case 'start-host':
      return { kind, host: a };
    case 'cut':
    case 'mend':
      return { kind, host: a, from: b || '*' };
    case 'stop-unit':
    case 'start-unit':
      return { kind, host: a, unit: b };
    case 'signal':
      return { kind, host: a, pid: Number(b), signal: c };
    case 'stop-container':
      return { kind, container: a };
    case 'break-image':
    case 'mend-image':
      return { kind, reference: a };
    default:
      assert(false, `no such fault: ${words}`);
  }
}
