/** hostname: shown, or set by root in its UTS namespace. */
import { complain, print, type Tool } from '../tool/tool.ts';

export const hostname: Tool = {
  usage: '[-fsid] [NAME]',
  options: { flags: 'fsiId', values: 'F', long: { fqdn: 'f', long: 'f', short: 's', 'ip-address': 'i', 'all-ip-addresses': 'I', domain: 'd' } },
  *run(call) {
    const { p, options } = call;
    const { uts, net } = p.namespaces;
    const [name] = call.operands;
    if (name !== undefined) {
      if (!p.capable('SYS_ADMIN', uts.owner)) return yield* complain(call, call.flavour === 'gnu' ? 'you must be root to change the host name' : 'sethostname: Operation not permitted');
      uts.hostname = name;
      return 0;
    }
    if (options.has('i') || options.has('I')) {
      const own = net.addresses.filter((a) => !a.startsWith('127.'));
      yield* print(`${own.join(' ')}${options.has('I') ? ' ' : ''}\n`);
    } else if (options.has('s')) yield* print(`${uts.hostname.split('.')[0]!}\n`);
    else if (options.has('d')) yield* print(`${uts.hostname.split('.').slice(1).join('.')}\n`);
    else yield* print(`${uts.hostname}\n`);
    return 0;
  },
};
