/** kube-proxy of one node: keeps the kernel's rules for services as the services and their endpoints are. */
import type { NatTable, Protocol } from '../../host/index.ts';
import type { Reconciler } from '../../sim/index.ts';
import { reading, type ControllerContext } from '../controllers/controller-context.ts';
import { labelValue } from '../indexes.ts';
import { serviceNameLabel, type EndpointSlice } from '../kinds/endpoint-slice/endpoint-slice.ts';
import type { Endpoints } from '../kinds/endpoints/endpoints.ts';
import type { Service, ServicePort } from '../kinds/service/service.ts';
import type { KubeObject } from '../meta/object.ts';
import { ServiceRule, type TargetList } from './service-rules.ts';
import { endpointsTargets, sliceTargets, type Reach } from './service-targets.ts';

const actor = 'kube-proxy';
const slicesTable = 'endpointslices.discovery.k8s.io';
const defaultAffinitySeconds = 10_800;

interface Place {
  readonly address: string; // '*' for any of the node's own
  readonly port: number;
  /** Only endpoints of this node. */
  readonly local: boolean;
}

export class Proxy implements Reconciler<KubeObject> {
  readonly name = actor;
  readonly watches: Reconciler<KubeObject>['watches'];
  private readonly context: ControllerContext;
  private readonly nodeName: string;
  private readonly table: NatTable;
  private readonly rules = new Map<string, Map<string, ServiceRule>>(); // by service, by place

  constructor(context: ControllerContext, nodeName: string, table: NatTable) {
    this.context = context;
    this.nodeName = nodeName;
    this.table = table;
    const usesSlices = context.release.atLeast(19);
    this.watches = [
      { table: 'services' },
      usesSlices
        ? { table: slicesTable, keys: (key, change, view) => servicesOfSlice(view.get(key) ?? change?.before) }
        : { table: 'endpoints', keys: (key) => [key.replace('endpoints/', 'services/')] },
    ];
    this.adopt();
  }

  reconcile(key: string): void {
    const service = this.context.client.view.get(key) as Service | undefined;
    const wanted = service && hasAddress(service) ? this.write(key, service) : new Set<string>();
    const held = this.rules.get(key);
    if (!held) return;
    for (const [place, rule] of held) {
      if (wanted.has(place)) continue;
      held.delete(place);
      this.drop(rule);
    }
    if (held.size === 0) this.rules.delete(key);
  }

  /** Rules that an earlier proxy of this node has left: kept if their service is still there, dropped with the first look if not. */
  private adopt(): void {
    for (const rule of this.table.all) {
      if (!(rule instanceof ServiceRule)) continue;
      const key = `services/${rule.owner.slice(0, rule.owner.lastIndexOf(':'))}`;
      this.held(key).set(placeKey(rule.protocol, rule.address, rule.port), rule);
    }
  }

  /** Asked for once the services are known: those that have gone meanwhile are looked at too. */
  get known(): readonly string[] {
    return [...this.rules.keys()];
  }

  private write(key: string, service: Service): Set<string> {
    const wanted = new Set<string>();
    const held = this.held(key);
    let changed = 0;
    for (const port of service.spec.ports ?? []) {
      const protocol = (port.protocol ?? 'TCP') === 'UDP' ? 'udp' : 'tcp';
      for (const place of placesOf(service, port)) {
        const id = placeKey(protocol, place.address, place.port);
        wanted.add(id);
        let rule = held.get(id);
        const owner = `${key.slice('services/'.length)}:${port.name ?? ''}`;
        if (rule?.owner !== owner) {
          rule = this.make(owner, place, protocol);
          held.set(id, rule);
          changed++;
        }
        rule.set(this.targets(key, service, port, place.local), affinityMs(service));
      }
    }
    if (changed > 0) {
      const args = { service: service.metadata.name, rules: wanted.size, node: this.nodeName };
      this.context.trace.record(actor, 'write-rules', 'proxy-writes-rules', args, [reading(this.context.client, key, 'spec')]);
    }
    return wanted;
  }

  private make(owner: string, { address, port }: Place, protocol: Protocol): ServiceRule {
    const { random, clock } = this.context;
    const rule = new ServiceRule(owner, address, port, protocol, random, () => clock.now);
    this.table.add(rule);
    return rule;
  }

  private drop(rule: ServiceRule): void {
    this.table.add(rule)(); // the rule now stands for its place, and goes
  }

  private targets(key: string, service: Service, port: ServicePort, local: boolean): readonly TargetList[] {
    const ready = this.reached(key, service, port, local, 'ready');
    if (ready.some((list) => list.length > 0) || !this.context.release.atLeast(26)) return ready;
    // With nobody ready, those that are ending but still answer are better than none.
    return this.reached(key, service, port, local, 'terminating');
  }

  private reached(key: string, service: Service, port: ServicePort, local: boolean, reach: Reach): readonly TargetList[] {
    const { view } = this.context.client;
    const wish = { portName: port.name ?? '', node: local ? this.nodeName : '', reach };
    if (!this.context.release.atLeast(19)) {
      const endpoints = view.get(key.replace('services/', 'endpoints/')) as Endpoints | undefined;
      return endpoints ? [endpointsTargets(endpoints, wish)] : [];
    }
    const { namespace, name } = service.metadata;
    return [...view.keysBy(slicesTable, 'label', labelValue(namespace, serviceNameLabel, name))].sort().map((k) => sliceTargets(view.get(k) as EndpointSlice, wish));
  }

  private held(key: string): Map<string, ServiceRule> {
    let held = this.rules.get(key);
    if (!held) this.rules.set(key, (held = new Map()));
    return held;
  }
}

function hasAddress({ spec }: Service): boolean {
  return spec.type !== 'ExternalName' && Boolean(spec.clusterIP) && spec.clusterIP !== 'None';
}

/** Under which addresses a port is reached on a node. */
function placesOf({ spec, status }: Service, { port, nodePort }: ServicePort): Place[] {
  const internalLocal = spec.internalTrafficPolicy === 'Local';
  const externalLocal = spec.externalTrafficPolicy === 'Local';
  const balancers = (status.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip === undefined ? [] : [ip]));
  return [
    { address: spec.clusterIP!, port, local: internalLocal },
    ...(spec.externalIPs ?? []).map((address) => ({ address, port, local: externalLocal })),
    ...balancers.map((address) => ({ address, port, local: externalLocal })),
    ...(nodePort ? [{ address: '*', port: nodePort, local: externalLocal }] : []),
  ];
}

function affinityMs({ spec }: Service): number {
  return spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? defaultAffinitySeconds) * 1000 : 0;
}

function placeKey(protocol: Protocol, address: string, port: number): string {
  return `${protocol}/${address}/${port}`;
}

function servicesOfSlice(slice: KubeObject | undefined): readonly string[] {
  const service = slice?.metadata.labels?.[serviceNameLabel];
  return service === undefined ? [] : [`services/${slice!.metadata.namespace}/${service}`];
}
