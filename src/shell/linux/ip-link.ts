/** ip link: devices shown, made, set and taken away. */
import { addLink, devicesOf, linkNamed, moveLink, removeLink, renameLink, setLinkMaster, setLinkUp, type NetNamespace } from '../../host/index.ts';
import { print, type ToolRun } from '../tool/tool.ts';
import { asked, say, wordsAfter, type IpCall } from './ip-call.ts';
import { deviceJson, jsonText } from './ip-json.ts';
import { briefLink, deviceLines } from './ip-text.ts';
import { netnsNamed } from './ip-netns.ts';

export function* ipLink(ip: IpCall): ToolRun {
  const [verb = 'show', ...rest] = ip.words;
  if ('show'.startsWith(verb) || 'list'.startsWith(verb) || verb === 'ls') return yield* show(ip, rest);
  if (verb === 'add') return yield* add(ip, rest);
  if (verb === 'set') return yield* set(ip, rest);
  if (verb === 'delete' || verb === 'del') {
    const name = rest.filter((w) => w !== 'dev')[0] ?? '';
    if (!devicesOf(ip.space).some((d) => d.name === name)) return yield* say(`Cannot find device "${name}"`);
    return yield* asked(() => removeLink(ip.call.p, ip.space, name), { ENOTSUP: 'RTNETLINK answers: Operation not supported' });
  }
  return yield* say(`Command "${verb}" is unknown, try "ip link help".`, 255);
}

function* show(ip: IpCall, rest: readonly string[]): ToolRun {
  const { call, space, brief, oneline, counts, details, json } = ip;
  const { plain, named } = wordsAfter(rest, ['dev', 'type', 'master']);
  const name = named.get('dev') ?? plain.find((w) => w !== 'up');
  const all = devicesOf(space);
  if (name !== undefined && !all.some((d) => d.name === name)) return yield* say(`Device "${name}" does not exist.`);
  const [type, master] = [named.get('type'), named.get('master')];
  const shown = all.filter((d) => (name === undefined || d.name === name) && (!type || d.kind === type) && (!master || d.master === master) && (!plain.includes('up') || d.up));
  if (json) {
    yield* print(jsonText(shown.map((d) => deviceJson(ip, d, all, true)), json === 'pretty'));
    return 0;
  }
  const text = shown.map((d) => (brief ? briefLink(d, all) : deviceLines(call.p, space, d, all, true, { counts, details }))).join('');
  yield* print(oneline ? text.replaceAll('\n ', '\\ ') : text);
  return 0;
}

function* add(ip: IpCall, rest: readonly string[]): ToolRun {
  const { p } = ip.call;
  const typeAt = rest.indexOf('type');
  const type = typeAt < 0 ? undefined : rest[typeAt + 1];
  const before = wordsAfter(typeAt < 0 ? rest : rest.slice(0, typeAt), ['name', 'dev', 'link']);
  const name = before.named.get('name') ?? before.named.get('dev') ?? before.plain[0];
  if (type === undefined) return yield* say('Not enough information: "type" argument is required', 255);
  if (type !== 'veth' && type !== 'bridge' && type !== 'dummy') return yield* say('Error: Unknown device type.', 2);
  const after = rest.slice(typeAt + 2);
  const peerAt = after.indexOf('peer');
  const peer = wordsAfter(peerAt < 0 ? [] : after.slice(peerAt + 1), ['name', 'netns']);
  const netns = peer.named.get('netns');
  const there = netns === undefined ? ip.space : spaceOf(ip, netns);
  if (!there) return yield* say(`Cannot open network namespace "${netns!}": No such file or directory`, 255);
  const free = (base: string) => firstFree(ip.space, base);
  const own = name ?? free(type);
  const other = type === 'veth' ? { name: peer.named.get('name') ?? peer.plain[0] ?? free(own === 'veth0' ? 'veth1' : 'veth'), space: there } : undefined;
  return yield* asked(() => void addLink(p, ip.space, own, type, other));
}

function firstFree(space: NetNamespace, base: string): string {
  const taken = new Set(devicesOf(space).map((d) => d.name));
  if (/\d$/.test(base) && !taken.has(base)) return base;
  let n = 0;
  while (taken.has(`${base.replace(/\d+$/, '')}${n}`)) n++;
  return `${base.replace(/\d+$/, '')}${n}`;
}

/** By a name of `ip netns`, or as that of a process. */
function spaceOf({ call }: IpCall, text: string): NetNamespace | undefined {
  return netnsNamed(call, text) ?? (/^\d+$/.test(text) ? call.p.namespaces.pid.processes.get(Number(text))?.namespaces.net : undefined);
}

function* set(ip: IpCall, rest: readonly string[]): ToolRun {
  const { call, space } = ip;
  const { plain, named } = wordsAfter(rest, ['dev', 'master', 'netns', 'name', 'mtu', 'address']);
  const name = named.get('dev') ?? plain.find((w) => w !== 'up' && w !== 'down' && w !== 'nomaster');
  if (name === undefined) return yield* say('Not enough of information: "dev" argument is required.', 255);
  const device = devicesOf(space).find((d) => d.name === name);
  if (!device) return yield* say(`Cannot find device "${name}"`);
  const netns = named.get('netns');
  const to = netns === undefined ? undefined : spaceOf(ip, netns);
  if (netns !== undefined && !to) return yield* say(`Error: argument "${netns}" is wrong: Invalid "netns" value`, 255);
  const master = named.get('master');
  if (master !== undefined && !devicesOf(space).some((d) => d.name === master)) return yield* say(`Error: argument "${master}" is wrong: Device does not exist`, 255);
  const mtu = named.get('mtu');
  if (mtu !== undefined && !/^\d{2,5}$/.test(mtu)) return yield* say(`Error: argument "${mtu}" is wrong: Invalid "mtu" value`, 255);
  return yield* asked(() => {
    const { p } = call;
    if (master !== undefined) setLinkMaster(p, space, name, master);
    if (plain.includes('nomaster')) setLinkMaster(p, space, name, undefined);
    if (mtu !== undefined) linkNamed(space, name).mtu = Number(mtu);
    const mac = named.get('address');
    if (mac !== undefined) linkNamed(space, name).mac = mac;
    if (plain.includes('up') || plain.includes('down')) setLinkUp(p, space, name, plain.includes('up'));
    const fresh = named.get('name');
    if (fresh !== undefined) renameLink(p, space, name, fresh);
    if (to) moveLink(p, space, fresh ?? name, to);
  });
}

