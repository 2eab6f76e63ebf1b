/** The routes of a network namespace as one table: those made by hand, and those of daemons and of the machine's own configuration. */
import { Cidr } from './address.ts';
import { networkOf, routesOf, sourceOn } from './hand-routes.ts';
import { devicesOf } from './net-devices.ts';
import type { NetNamespace } from './net-namespace.ts';

export interface RouteLine {
  readonly to: Cidr;
  readonly via: string | undefined;
  readonly dev: string;
  readonly text: string; // as `ip route` shows it, without its range
}

/** The default first, then by range. */
export function routeTable(space: NetNamespace): RouteLine[] {
  const lines: RouteLine[] = routesOf(space)
    .filter((r) => r.link.up)
    .map((r) => {
      const down = r.link.hasCarrier ? '' : 'linkdown ';
      const kernel = !space.handRoutes.includes(r);
      const way = r.via === undefined ? '' : `via ${r.via} `;
      return { to: r.to, via: r.via, dev: r.link.name, text: `${way}dev ${r.link.name} ${kernel ? `proto kernel scope link src ${sourceOn(r, r.to.at(1))} ` : r.via === undefined ? 'scope link ' : ''}${down}` };
    });
  return [...lines, ...daemonRoutes(space)].sort((a, b) => Number(b.to.bits === 0) - Number(a.to.bits === 0) || a.to.base - b.to.base || a.to.bits - b.to.bits);
}

/** Those that daemons and the machine's own configuration have made. */
export function daemonRoutes(space: NetNamespace): RouteLine[] {
  const { stack } = space;
  const lines: RouteLine[] = [];
  const through = (to: Cidr, via: string): number => lines.push({ to, via, dev: 'eth0', text: `via ${via} dev eth0 ` });
  const devices = devicesOf(space).filter((d) => !d.link && d.kind !== 'loopback');
  for (const d of devices) {
    for (const { address, bits } of d.addresses) lines.push({ to: networkOf(address, bits), via: undefined, dev: d.name, text: `dev ${d.name} proto kernel scope link src ${address} ${d.carrier ? '' : 'linkdown '}` });
  }
  if (!space.isHost) {
    if (space.bridge) through(new Cidr(0, 0), space.bridge.gateway);
    return lines;
  }
  if (stack.address !== '') through(new Cidr(0, 0), stack.network.resolverAddress);
  for (const { to, via } of stack.routes) through(to, via);
  return lines;
}
