/** nc: bytes to and from a port, listening with -l, only asking with -z. */
import { accept, connectTo, NetError, netWords, parseAddress, poll, read, resolve, Socket, write } from '../../host/index.ts';
import { complain, refuse, type Tool, type ToolCall, type ToolRun } from '../tool/tool.ts';

export const nc: Tool = {
  usage: '[-klnuvz] [-w timeout] [-p port] [host] [port]',
  options: { flags: 'hklnuvzN46Uq', values: 'wpsei' },
  *run(call) {
    const { options, operands } = call;
    if (options.has('l')) return yield* listen(call);
    const unix = options.has('U') ? operands[0] : undefined;
    const [host, port] = operands;
    if (unix === undefined && (host === undefined || !/^\d+(-\d+)?$/.test(port ?? ''))) return yield* refuse(call, 'missing port number');
    const seconds = Number(options.value('w') ?? 0);
    const [first = '0', last = first] = (port ?? '0').split('-');
    let code = 1;
    for (let n = Number(first); n <= Number(last); n++) {
      const target = unix !== undefined ? { unix } : parseAddress(host!) === undefined ? { host: host!, port: n } : { address: host!, port: n };
      try {
        const fd: number = yield connectTo(target, seconds > 0 ? seconds * 1000 : Infinity);
        if (options.has('v')) yield write(2, call.flavour === 'gnu' ? `Connection to ${yield* placeOf(call, host!)} ${n} port [tcp/${options.has('n') ? '*' : (services[n] ?? '*')}] succeeded!\n` : `${host} (${host}:${n}) open\n`);
        code = 0;
        if (options.has('z')) call.p.close(fd);
        else return yield* carry(call, fd);
      } catch (error) {
        if (!(error instanceof NetError)) throw error;
        if (options.has('v') || call.flavour === 'busybox') {
          const named = error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN';
          yield* complain(call, named ? (call.flavour === 'gnu' ? `getaddrinfo for host "${host}" port ${n}: ${netWords(error.code)}` : `bad address '${host}'`) : call.flavour === 'gnu' ? `connect to ${yield* placeOf(call, host!)} port ${n} (tcp) ${error.code === 'ETIMEDOUT' && seconds > 0 ? 'timed out: Operation now in progress' : `failed: ${netWords(error.code)}`}` : `${host} (${host}:${n}): ${netWords(error.code)}`);
        }
      }
    }
    return code;
  },
};

/** As /etc/services names them. */
const services: Readonly<Record<number, string>> = { 21: 'ftp', 22: 'ssh', 23: 'telnet', 25: 'smtp', 53: 'domain', 80: 'http', 110: 'pop3', 143: 'imap2', 389: 'ldap', 443: 'https', 2379: 'etcd-client', 2380: 'etcd-server', 3306: 'mysql', 5432: 'postgresql', 6379: 'redis', 8080: 'http-alt', 11211: 'memcached' };

/** A name with the address that it has. */
function* placeOf({ options }: ToolCall, host: string): ToolRun<string> {
  if (options.has('U') || options.has('n') || parseAddress(host) !== undefined || host.includes(':')) return host;
  const address = (yield* resolve(host))[0];
  return address === undefined || address === host ? host : `${host} (${address})`;
}

function* listen(call: ToolCall): ToolRun {
  const { options, operands, p } = call;
  const port = Number(options.value('p') ?? operands[operands.length - 1]);
  if (!Number.isInteger(port) || port <= 0) return yield* refuse(call, 'missing port number');
  try {
    const listener = p.listen({ port });
    if (options.has('v')) yield write(2, `Listening on 0.0.0.0 ${port}\n`);
    for (;;) {
      const fd: number = yield accept(listener);
      if (!options.has('k')) listener.close();
      const code = yield* carry(call, fd);
      if (!options.has('k')) return code;
    }
  } catch (error) {
    if (error instanceof NetError) return yield* complain(call, netWords(error.code));
    throw error;
  }
}

/** What lies ready on standard input when the other side has no more to say: it may still listen. */
function* sendRest(call: ToolCall, fd: number): ToolRun<void> {
  while (call.p.fds.get(0)?.readable) {
    const bytes: Uint8Array | null = yield read(0);
    if (bytes === null) return;
    yield write(fd, bytes);
  }
}

/** Both ways, until the other side ends; the end of our input is passed on where the connection can be half-closed. */
function* carry(call: ToolCall, fd: number): ToolRun {
  let input = true;
  for (;;) {
    const ready: number = yield poll(input ? [fd, 0] : [fd]);
    if (ready === fd) {
      const bytes: Uint8Array | null = yield read(fd);
      if (bytes === null) {
        if (input) yield* sendRest(call, fd);
        break;
      }
      yield write(1, bytes);
    } else {
      const bytes: Uint8Array | null = yield read(0);
      if (bytes === null) {
        input = false;
        const socket = call.p.fds.get(fd);
        if (socket instanceof Socket) socket.shutdown();
        if (call.options.has('q')) break;
      } else yield write(fd, bytes);
    }
  }
  call.p.close(fd);
  return 0;
}

