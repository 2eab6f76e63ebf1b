/** ip route: which way packets go. */
import { addRoute, Cidr, daemonRoutes, devicesOf, handRoute, parseAddress, removeRoute, routeTable, sourceOn, type NetNamespace } from '../../host/index.ts';
import { print, type ToolRun } from '../tool/tool.ts';
import { asked, say, wordsAfter, type IpCall } from './ip-call.ts';
import { jsonText, routeJson } from './ip-json.ts';

export function* ipRoute(ip: IpCall): ToolRun {
  const [verb = 'show', ...rest] = ip.words;
  if ('show'.startsWith(verb) || 'list'.startsWith(verb) || verb === 'ls') {
    const { json } = ip;
    if (json) yield* print(jsonText(routeTable(ip.space).map(({ to, text }) => routeJson(destination(to), text)), json === 'pretty'));
    else yield* print(routeLines(ip.space).join(''));
    return 0;
  }
  if (verb === 'get') return yield* get(ip, rest[0] ?? '');
  if (!['add', 'del', 'delete', 'replace'].includes(verb)) return yield* say(`Command "${verb}" is unknown, try "ip route help".`, 255);
  const { plain, named } = wordsAfter(rest, ['via', 'dev', 'src', 'metric', 'proto', 'scope']);
  const text = plain[0] ?? 'default';
  const to = text === 'default' ? undefined : Cidr.parse(text.includes('/') ? text : `${text}/32`);
  if (text !== 'default' && !to) return yield* say(`Error: any valid prefix is expected rather than "${text}".`);
  const { p } = ip.call;
  if (verb.startsWith('del')) return yield* asked(() => removeRoute(p, ip.space, to));
  const [via, dev] = [named.get('via'), named.get('dev')];
  if (via !== undefined && parseAddress(via) === undefined) return yield* say(`Error: any valid address is expected rather than "${via}".`);
  if (dev !== undefined && !devicesOf(ip.space).some((d) => d.name === dev)) return yield* say(`Cannot find device "${dev}"`);
  return yield* asked(() => {
    if (verb === 'replace' && ip.space.handRoutes.some((r) => r.to.toString() === (to ?? new Cidr(0, 0)).toString())) removeRoute(p, ip.space, to);
    addRoute(p, ip.space, { to, ...(via === undefined ? {} : { via }), ...(dev === undefined ? {} : { dev }) });
  }, { ENETUNREACH: 'Error: Nexthop has invalid gateway.' });
}

function destination(to: Cidr): string {
  return to.bits === 0 ? 'default' : to.toString();
}

function routeLines(space: NetNamespace): string[] {
  return routeTable(space).map(({ to, text }) => `${destination(to)} ${text}\n`);
}

function* get({ call, space }: IpCall, address: string): ToolRun {
  if (parseAddress(address) === undefined) return yield* say(`Error: any valid prefix is expected rather than "${address}".`);
  const uid = call.p.uid;
  if (space.hasAddress(address) || address.startsWith('127.')) {
    yield* print(`local ${address} dev lo src ${address} uid ${uid} \n    cache <local> \n`);
    return 0;
  }
  const made = handRoute(space, address);
  if (made) {
    yield* print(`${address} ${made.via ? `via ${made.via} ` : ''}dev ${made.link.name} src ${sourceOn(made, address)} uid ${uid} \n    cache \n`);
    return 0;
  }
  const best = daemonRoutes(space).filter((l) => l.to.contains(address)).sort((a, b) => b.to.bits - a.to.bits)[0];
  if (!best) return yield* say('RTNETLINK answers: Network is unreachable', 2);
  const way = /^(via \S+ )?dev \S+ /.exec(best.text)?.[0] ?? '';
  const device = /dev (\S+)/.exec(best.text)?.[1];
  const source = devicesOf(space).find((d) => d.name === device)?.addresses[0]?.address ?? '';
  yield* print(`${address} ${way}src ${source} uid ${uid} \n    cache \n`);
  return 0;
}
