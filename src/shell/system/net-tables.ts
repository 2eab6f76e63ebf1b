/** route and arp: the tables of routes and neighbours in the words of older programs. */
import { addRoute, Cidr, formatAddress, neighboursOf, parseAddress, removeRoute, routeTable } from '../../host/index.ts';
import { strerror } from '../../files/index.ts';
import { attempted } from '../linux/words.ts';
import { complain, print, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const route: Tool = {
  usage: '[-n] [-e]',
  options: { none: true },
  *run(call) {
    const words = call.operands.filter((word) => word !== '-n' && word !== '-e' && word !== '-4');
    const [verb, ...rest] = words;
    if (verb === 'add' || verb === 'del') return yield* change(call, verb, rest);
    if (verb !== undefined) return yield* complain(call, verb.startsWith('-') ? `invalid option -- '${verb.slice(1)}'` : 'bad usage: route {add|del} [-net|-host] TARGET …', 4);
    const numeric = call.operands.includes('-n');
    yield* print('Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n');
    for (const { to, via, dev } of routeTable(call.p.namespaces.net)) {
      const target = to.bits === 0 && !numeric ? 'default' : formatAddress(to.base);
      const flags = `U${via === undefined ? '' : 'G'}${to.bits === 32 ? 'H' : ''}`;
      yield* print(`${target.padEnd(15)} ${(via ?? '0.0.0.0').padEnd(15)} ${maskText(to).padEnd(15)} ${flags.padEnd(5)} 0      0        0 ${dev}\n`);
    }
    return 0;
  },
};

function maskText(to: Cidr): string {
  return formatAddress(2 ** 32 - to.size);
}

function* change(call: ToolCall, verb: 'add' | 'del', words: readonly string[]): ToolRun {
  const given = new Map<string, string>();
  let target: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    if (['gw', 'netmask', 'dev', 'metric'].includes(word)) given.set(word, words[++i] ?? '');
    else if (word !== '-net' && word !== '-host') target ??= word;
  }
  const to = rangeOf(target ?? '', given.get('netmask'));
  if (target === undefined || to === 'wrong') return yield* complain(call, `${target ?? ''}: Unknown host`, 6);
  const [via, dev] = [given.get('gw'), given.get('dev')];
  const { p } = call;
  const space = p.namespaces.net;
  const refused = attempted(() => (verb === 'del' ? removeRoute(p, space, to) : addRoute(p, space, { to, ...(via === undefined ? {} : { via }), ...(dev === undefined ? {} : { dev }) })));
  if (!refused) return 0;
  yield* complain({ ...call, name: verb === 'add' ? 'SIOCADDRT' : 'SIOCDELRT' }, strerror(refused));
  return 7;
}

/** Undefined is the default route. */
function rangeOf(target: string, mask: string | undefined): Cidr | undefined | 'wrong' {
  if (target === 'default' || target === '0.0.0.0') return undefined;
  const own = Cidr.parse(target);
  if (own) return own;
  const [base, bits] = [parseAddress(target), mask === undefined ? 2 ** 32 - 1 : parseAddress(mask)];
  return base === undefined || bits === undefined ? 'wrong' : new Cidr(base, bits.toString(2).replaceAll('0', '').length);
}

export const arp: Tool = {
  usage: '[-n] [-a] [-e] [-i DEVICE] [HOST]',
  options: { flags: 'naev', values: 'i' },
  *run(call) {
    const { options, p } = call;
    const [only] = call.operands;
    const space = p.namespaces.net;
    const all = neighboursOf(space, routeTable(space)).filter((one) => options.value('i') === undefined || one.dev === options.value('i'));
    const shown = only === undefined ? all : all.filter((one) => one.address === only);
    if (options.has('a')) {
      for (const { address, mac, dev } of shown) yield* print(`? (${address}) at ${mac === undefined ? '<incomplete>' : `${mac} [ether]`} on ${dev}\n`);
      return 0;
    }
    if (only !== undefined && shown.length === 0) {
      yield* print(`${only} (${only}) -- no entry\n`);
      return 1;
    }
    if (shown.length > 0) yield* print('Address                  HWtype  HWaddress           Flags Mask            Iface\n');
    for (const { address, mac, dev } of shown) yield* print(mac === undefined ? `${address.padEnd(24)}         ${'(incomplete)'.padEnd(42)}${dev}\n` : `${address.padEnd(24)} ether   ${mac.padEnd(19)} C                     ${dev}\n`);
    return 0;
  },
};
