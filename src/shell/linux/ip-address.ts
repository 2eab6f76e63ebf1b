/** ip address: addresses shown, given and taken. */
import { addAddress, devicesOf, parseAddress, removeAddress } from '../../host/index.ts';
import { print, type ToolRun } from '../tool/tool.ts';
import { asked, say, wordsAfter, type IpCall } from './ip-call.ts';
import { deviceJson, jsonText } from './ip-json.ts';
import { addressLines, briefAddress, deviceLines } from './ip-text.ts';

export function* ipAddress(ip: IpCall): ToolRun {
  const [verb = 'show', ...rest] = ip.words;
  if ('show'.startsWith(verb) || 'list'.startsWith(verb) || verb === 'ls') return yield* show(ip, rest);
  if (verb === 'add' || verb === 'a' || verb === 'replace') return yield* change(ip, rest, true);
  if (verb === 'delete' || verb === 'del') return yield* change(ip, rest, false);
  if (verb === 'flush') {
    const name = rest.filter((w) => w !== 'dev')[0] ?? '';
    const device = devicesOf(ip.space).find((d) => d.name === name);
    if (!device) return yield* say(`Cannot find device "${name}"`);
    return yield* asked(() => device.addresses.forEach((a) => removeAddress(ip.call.p, ip.space, name, a.address)));
  }
  return yield* say(`Command "${verb}" is unknown, try "ip address help".`, 255);
}

function* show(ip: IpCall, rest: readonly string[]): ToolRun {
  const { call, space, brief, oneline, four, counts, details, json } = ip;
  const { plain, named } = wordsAfter(rest, ['dev', 'scope', 'type', 'master']);
  const name = named.get('dev') ?? plain.find((w) => w !== 'up');
  const all = devicesOf(space);
  if (name !== undefined && !all.some((d) => d.name === name)) return yield* say(`Device "${name}" does not exist.`);
  const shown = all.filter((d) => (name === undefined || d.name === name) && (!plain.includes('up') || d.up));
  const withAddress = four || oneline ? shown.filter((d) => d.addresses.length > 0) : shown;
  if (json) yield* print(jsonText(withAddress.map((d) => deviceJson(ip, d, all, false)), json === 'pretty'));
  else if (oneline && !brief) yield* print(withAddress.map(addressLines).join(''));
  else yield* print(withAddress.map((d) => (brief ? briefAddress(d, all) : deviceLines(call.p, space, d, all, false, { four, counts, details }))).join(''));
  return 0;
}

function* change({ call, space }: IpCall, rest: readonly string[], adds: boolean): ToolRun {
  const { plain, named } = wordsAfter(rest, ['dev', 'brd', 'broadcast', 'scope', 'label']);
  const name = named.get('dev');
  const text = plain[0] ?? '';
  const [address = '', bits = '32'] = text.split('/');
  if (parseAddress(address) === undefined || !/^\d+$/.test(bits) || Number(bits) > 32) return yield* say(`Error: any valid prefix is expected rather than "${text}".`);
  if (name === undefined) return yield* say('Not enough information: "dev" argument is required.', 255);
  if (!devicesOf(space).some((d) => d.name === name)) return yield* say(`Cannot find device "${name}"`);
  if (adds) return yield* asked(() => addAddress(call.p, space, name, address, Number(bits)), { EEXIST: 'Error: ipv4: Address already assigned.' });
  return yield* asked(() => removeAddress(call.p, space, name, address), { EADDRNOTAVAIL: 'Error: ipv4: Address not found.' });
}
