// What one can do to a thing of the diagram, each with the command that does it, so that the mouse teaches the keyboard. What no
// command does (a plug pulled, a tag gone from a registry) says so.
import { splitKey, type ContainerRow, type Fault, type Mirror, type NodeRow, type OwnerRow, type PodRow, type RowKey } from '../../client/index.ts';
import type { Actions } from '../state/actions.ts';
import { intoRow } from '../state/place.ts';
import type { Words } from '../words/en.ts';

export interface MenuItem {
  readonly label: string;
  /** Typed into the terminal; '' where no command does it. */
  readonly command: string;
  readonly byHand?: boolean;
  readonly harsh?: boolean;
  readonly run: (actions: Actions) => void;
}

interface Around {
  readonly mirror: Mirror;
  readonly words: Words['menu'];
  readonly home: string; // the host whose terminal types the commands
  readonly faults: readonly Fault[]; // of this session, the newest last: what was broken can be mended
}

export function menuItems(about: RowKey, around: Around): MenuItem[] {
  const { table, id } = splitKey(about);
  const look = lookItems(about, around);
  const { mirror } = around;
  switch (table) {
    case 'pods': {
      const pod = mirror.get('pods', id);
      return pod ? [...look, ...podItems(pod, around)] : look;
    }
    case 'nodes': {
      const node = mirror.get('nodes', id);
      return node ? [...look, terminalOn(node.host, around), ...nodeItems(node, around), ...hostItems(node.host, around)] : look;
    }
    case 'hosts':
      return [...look, terminalOn(id, around), ...hostItems(id, around)];
    case 'owners': {
      const owner = mirror.get('owners', id);
      return owner ? [...look, ...ownerItems(owner, around)] : look;
    }
    case 'processes':
      return [...look.filter((item) => item.label !== around.words.why), ...processItems(id, around)];
    case 'services': {
      const service = mirror.get('services', id);
      return service ? [...look, ...serviceItems(service.name, service.namespace, around)] : look;
    }
    case 'components':
      return [...look, ...componentItems(id, around)];
    case 'containers': {
      const container = mirror.get('containers', id);
      return container ? [...look, ...containerItems(container, around)] : look;
    }
    case 'images': {
      const image = mirror.get('images', id);
      const tag = image?.tags[0];
      if (tag === undefined) return look;
      const inRegistry = image?.digest !== ''; // what was made here is in none
      return [...look, typed(around.words.history, `docker history ${tag}`), ...(inRegistry ? [imageItem(tag, around)] : [])];
    }
    default:
      return look;
  }
}

function typed(label: string, command: string, harsh = false): MenuItem {
  return { label, command, harsh, run: (actions) => actions.run(command) };
}

/** It keeps its terminal: one of its own, named for what it is in. */
function shellIn(title: string, { words }: Around, command: string): MenuItem {
  return { label: words.shell, command, run: (actions) => actions.runApart(title, command) };
}

function terminalOn(host: string, { words }: Around): MenuItem {
  return { label: words.terminalHere, command: '', run: (actions) => void actions.openTerminal(host) };
}

function byHand(label: string, fault: Fault, harsh = false): MenuItem {
  return { label, command: '', byHand: true, harsh, run: (actions) => actions.fault(fault) };
}

function lookItems(about: RowKey, { mirror, words }: Around): MenuItem[] {
  const items: MenuItem[] = [
    { label: words.inspect, command: '', run: (actions) => actions.inspect(about, 'summary') },
    { label: words.why, command: '', run: (actions) => actions.inspect(about, 'why') },
  ];
  if (intoRow(about, mirror)) items.unshift({ label: words.walkIn, command: '', run: (actions) => actions.walkInto(about) });
  return items;
}

function inNamespace(namespace: string): string {
  return namespace === 'default' ? '' : ` -n ${namespace}`;
}

function podItems(pod: PodRow, around: Around): MenuItem[] {
  const { words } = around;
  const ns = inNamespace(pod.namespace);
  const image = pod.containers.find((c) => !c.init)?.image;
  const running = pod.containers.find((c) => c.state === 'running' && c.container !== '');
  return [
    typed(words.describe, `kubectl describe pod ${pod.name}${ns}`),
    typed(words.logs, `kubectl logs ${pod.name}${ns}`),
    shellIn(pod.name, around, `kubectl exec -it ${pod.name}${ns} -- sh`),
    typed(words.deletePod, `kubectl delete pod ${pod.name}${ns}`, true),
    ...(running ? [byHand(words.stopContainer, { kind: 'stop-container', container: running.container }, true)] : []),
    ...(image === undefined ? [] : [imageItem(image, around)]),
  ];
}

function nodeItems(node: NodeRow, { words }: Around): MenuItem[] {
  return [
    typed(words.describe, `kubectl describe node ${node.name}`),
    node.cordoned ? typed(words.uncordon, `kubectl uncordon ${node.name}`) : typed(words.cordon, `kubectl cordon ${node.name}`),
    typed(words.drain, `kubectl drain ${node.name} --ignore-daemonsets`, true),
  ];
}

function hostItems(id: string, { mirror, words }: Around): MenuItem[] {
  const host = mirror.get('hosts', id);
  if (!host || host.role === 'laptop') return [];
  return [
    host.up ? byHand(words.powerOff, { kind: 'stop-host', host: id }, true) : byHand(words.powerOn, { kind: 'start-host', host: id }),
    host.cut ? byHand(words.mend, { kind: 'mend', host: id, from: '*' }) : byHand(words.cut, { kind: 'cut', host: id, from: '*' }, true),
  ];
}

const ROLLED_OUT = new Set(['Deployment', 'StatefulSet', 'DaemonSet']);
const SCALED = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'ReplicationController']);

function ownerItems(owner: OwnerRow, around: Around): MenuItem[] {
  const { words } = around;
  const name = `${owner.kind.toLowerCase()}/${owner.name}`;
  const ns = inNamespace(owner.namespace);
  const items = [typed(words.describe, `kubectl describe ${name}${ns}`)];
  if (SCALED.has(owner.kind)) {
    items.push(typed(words.scaleUp, `kubectl scale ${name}${ns} --replicas=${owner.wanted + 1}`));
    if (owner.wanted > 0) items.push(typed(words.scaleDown, `kubectl scale ${name}${ns} --replicas=${owner.wanted - 1}`));
  }
  if (ROLLED_OUT.has(owner.kind)) {
    items.push(typed(words.restart, `kubectl rollout restart ${name}${ns}`), typed(words.undo, `kubectl rollout undo ${name}${ns}`));
  }
  if (owner.kind === 'Deployment') items.push(owner.paused ? typed(words.resume, `kubectl rollout resume ${name}${ns}`) : typed(words.pause, `kubectl rollout pause ${name}${ns}`));
  if (owner.image !== '') items.push(imageItem(owner.image, around));
  items.push(typed(words.deleteOwner, `kubectl delete ${name}${ns}`, true));
  return items;
}

function serviceItems(name: string, namespace: string, { words }: Around): MenuItem[] {
  const ns = inNamespace(namespace);
  return [typed(words.describe, `kubectl describe service ${name}${ns}`), typed(words.endpoints, `kubectl get endpointslices -l kubernetes.io/service-name=${name}${ns}`), typed(words.deleteService, `kubectl delete service ${name}${ns}`, true)];
}

function componentItems(id: string, { mirror, words }: Around): MenuItem[] {
  const part = mirror.get('components', id);
  if (!part) return [];
  const { host, unit } = part;
  return [part.state === 'running' || part.state === 'starting' ? byHand(words.stopUnit, { kind: 'stop-unit', host, unit }, true) : byHand(words.startUnit, { kind: 'start-unit', host, unit })];
}

function containerItems(container: ContainerRow, around: Around): MenuItem[] {
  const { words } = around;
  if (container.runtime !== 'docker' || container.pod !== '') {
    const stop = byHand(words.stopContainer, { kind: 'stop-container', container: container.id }, true);
    return [...inPod(container, around), ...(container.state === 'running' ? [stop] : [])];
  }
  const { name } = container;
  const stop = typed(words.stop, `docker stop ${name}`, true);
  const byState: Partial<Record<ContainerRow['state'], MenuItem[]>> = {
    running: [shellIn(name, around, `docker exec -it ${name} sh`), stop, typed(words.kill, `docker kill ${name}`, true)],
    paused: [typed(words.goOn, `docker unpause ${name}`), stop],
    restarting: [stop],
  };
  return [typed(words.logs, `docker logs ${name}`), ...(byState[container.state] ?? [typed(words.start, `docker start ${name}`), typed(words.remove, `docker rm ${name}`, true)])];
}

/** What kubectl does to one container of a pod. */
function inPod(container: ContainerRow, around: Around): MenuItem[] {
  const pod = around.mirror.get('pods', container.pod);
  const name = pod?.containers.find((c) => c.container === container.id)?.name;
  if (!pod || name === undefined) return [];
  const where = `${pod.name}${inNamespace(pod.namespace)} -c ${name}`;
  const logs = typed(around.words.logs, `kubectl logs ${where}`);
  return container.state === 'running' ? [logs, shellIn(name, around, `kubectl exec -it ${where} -- sh`)] : [logs];
}

function processItems(id: string, { mirror, words, home }: Around): MenuItem[] {
  const process = mirror.get('processes', id);
  if (!process) return [];
  const { host, pid } = process;
  const away = mirror.get('hosts', host)?.role === 'node' ? `ssh ${host} ` : '';
  if (away === '' && host !== home) return [byHand(words.terminate, { kind: 'signal', host, pid, signal: 'TERM' }), byHand(words.kill, { kind: 'signal', host, pid, signal: 'KILL' }, true)];
  return [typed(words.terminate, `${away}sudo kill ${pid}`), typed(words.kill, `${away}sudo kill -KILL ${pid}`, true)];
}

function imageItem(reference: string, { words, faults }: Around): MenuItem {
  const last = faults.findLast((fault) => (fault.kind === 'break-image' || fault.kind === 'mend-image') && wholeName(fault.reference) === wholeName(reference));
  return last?.kind === 'break-image' ? byHand(words.mendImage, { kind: 'mend-image', reference }) : byHand(words.breakImage, { kind: 'break-image', reference }, true);
}

/** Two names of one image are the same fault: "nginx" is "docker.io/library/nginx:latest". */
function wholeName(reference: string): string {
  const familiar = reference.replace(/^docker\.io\/(?:library\/)?/, '');
  return /[:@][^/]*$/.test(familiar) ? familiar : `${familiar}:latest`;
}
