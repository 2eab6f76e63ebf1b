/** ip: devices, addresses, routes and network namespaces, in iproute2's words. */
import type { NetNamespace } from '../../host/index.ts';
import { print, type Tool, type ToolRun } from '../tool/tool.ts';
import { ipAddress } from './ip-address.ts';
import { ipLink } from './ip-link.ts';
import { ipNeighbours } from './ip-neighbours.ts';
import { ipNetns, netnsNamed } from './ip-netns.ts';
import { ipRoute } from './ip-route.ts';
import { KERNEL_REFUSED, say, type IpCall } from './ip-call.ts';

const objects: Readonly<Record<string, (ip: IpCall) => ToolRun>> = { address: ipAddress, link: ipLink, neighbour: ipNeighbours, netns: ipNetns, route: ipRoute };
const order = ['address', 'link', 'neighbour', 'netns', 'route'] as const;
const USAGE = `Usage: ip [ OPTIONS ] OBJECT { COMMAND | help }
where  OBJECT := { address | link | neighbour | netns | route }
       OPTIONS := { -br[ief] | -4 | -s[tatistics] | -d[etails] | -j[son] | -p[retty] | -o[neline] | -n[etns] name }
`;

export const ip: Tool = {
  usage: '[ OPTIONS ] OBJECT { COMMAND | help }',
  options: { none: true },
  *run(call) {
    const words = [...call.p.argv.slice(1)];
    let brief = false;
    let oneline = false;
    let four = false;
    let six = false;
    let counts = false;
    let details = false;
    let json = false;
    let pretty = false;
    let space: NetNamespace = call.p.namespaces.net;
    while (words[0]?.startsWith('-')) {
      const option = words.shift()!.replace(/^--?/, '');
      if (option === '') break;
      if ('brief'.startsWith(option) && option.length >= 2) brief = true;
      else if (option === 'o' || option === 'oneline') oneline = true;
      else if (option === '4') four = true;
      else if (option === '6') six = true;
      else if ('statistics'.startsWith(option)) counts = true;
      else if ('details'.startsWith(option)) details = true;
      else if ('json'.startsWith(option)) json = true;
      else if ('pretty'.startsWith(option)) pretty = true;
      else if (option === 'n' || option === 'netns') {
        const found = netnsNamed(call, words[0] ?? '');
        if (!found) return yield* say(`Cannot open network namespace "${words[0] ?? ''}": No such file or directory`);
        space = found;
        words.shift();
      } else if (!/^(c|color.*|family|V)$/.test(option)) return yield* say(`Option "-${option}" is unknown, try "ip -help".`, 255);
    }
    const name = words.shift();
    if (name === undefined || name === 'help') {
      yield* print(USAGE);
      return name === undefined ? 255 : 0;
    }
    const object = order.find((o) => o.startsWith(name));
    if (!object) return yield* say(`Object "${name}" is unknown, try "ip help".`, 1);
    if (six && object !== 'link' && object !== 'netns') return /^(?:show|list|ls)?$/.test(words[0] ?? '') ? 0 : yield* say('RTNETLINK answers: Permission denied', KERNEL_REFUSED); // IPv6 is off
    return yield* objects[object]!({ call, space, words, brief, oneline, four, counts, details, json: json ? (pretty ? 'pretty' : 'line') : undefined });
  },
};
