/** hostname: shown, or set by root in its UTS namespace. */
import { FileError } from '../../files/index.ts';
import type { Process } from '../../host/index.ts';
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
    } else if (options.has('f')) yield* print(`${fullName(p)}\n`);
    else if (options.has('s')) yield* print(`${uts.hostname.split('.')[0]!}\n`);
    else if (options.has('d')) yield* print(`${fullName(p).split('.').slice(1).join('.')}\n`);
    else yield* print(`${uts.hostname}\n`);
    return 0;
  },
};

/** The first name of the line of /etc/hosts that has this machine's own. */
function fullName({ namespaces: { uts }, files }: Process): string {
  let text = '';
  try {
    text = files.readText('/etc/hosts');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim().split(/\s+/).slice(1));
  return lines.find((names) => names.includes(uts.hostname))?.[0] ?? uts.hostname;
}
