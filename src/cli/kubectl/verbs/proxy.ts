/** kubectl proxy: listens on the machine that it runs on, and hands what comes on to the API server as the user of the kubeconfig. */
import { compilePattern, encodeUtf8, type Call, type Door } from '../../../base/index.ts';
import { errorCode, pause, type Response } from '../../../host/index.ts';
import { logHead } from '../command/discovery-log.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';

const READ_MAX = 65_536;

export const proxyVerb: Verb = {
  name: 'proxy',
  summary: 'Run a proxy to the Kubernetes API server',
  usage: 'proxy [--port=PORT] [--address=ADDRESS] [--api-prefix=PREFIX]',
  group: 'Troubleshooting and Debugging Commands',
  completes: 'none',
  flags: [
    { name: 'address', type: 'string', initial: '127.0.0.1', usage: 'The address to listen on.' },
    { name: 'api-prefix', type: 'string', initial: '/', usage: 'What paths begin with that are handed on.' },
    { name: 'port', short: 'p', type: 'int', initial: '8001', usage: 'The port; 0 is any that is free.' },
    { name: 'accept-hosts', type: 'string', initial: String.raw`^localhost$,^127\.0\.0\.1$,^\[::1\]$`, usage: 'Patterns of the hosts that may be asked for.' },
    { name: 'accept-paths', type: 'string', initial: '^.*', usage: 'Patterns of the paths that may be asked for.' },
    { name: 'reject-paths', type: 'string', initial: '^/api/.*/pods/.*/exec,^/api/.*/pods/.*/attach', usage: 'Patterns of paths that are refused nevertheless.' },
    { name: 'reject-methods', type: 'string', initial: '^$', usage: 'Patterns of methods that are refused.' },
    { name: 'disable-filter', type: 'bool', initial: 'false', usage: 'Hand on whatever is asked for.' },
  ],
  examples: [{ does: 'The API at http://127.0.0.1:8001', command: 'kubectl proxy &' }],
  *run(k) {
    const [address, port] = [k.flags.text('address'), k.flags.int('port')];
    const filtered = filterOf(k);
    if (k.flags.bool('disable-filter')) yield* k.warn(`${logHead(k, 'W')} proxy.go:177] Request filter disabled, your proxy is vulnerable to XSRF attacks, please be cautious\n`);
    try {
      const listener = k.p.listen({ port, address, door: doorTo(k, filtered) });
      yield* k.print(`Starting to serve on ${address}:${listener.port}\n`);
    } catch (error) {
      const why = errorCode(error) === 'EADDRINUSE' ? 'address already in use' : errorCode(error) === 'EACCES' ? 'permission denied' : undefined;
      if (why === undefined) throw error;
      throw new CommandError(`listen tcp ${address}:${port}: bind: ${why}`);
    }
    yield pause();
  },
};

type Match = (value: string) => boolean;
type Filter = (method: string, path: string, host: string) => boolean;

/** What is refused is refused whatever is accepted. */
function filterOf(k: Invocation): Filter {
  if (k.flags.bool('disable-filter')) return () => true;
  const fits = (flag: string): Match => {
    const patterns = k.flags.text(flag).split(',').map((source) => {
      const compiled = compilePattern(source);
      if ('error' in compiled) throw new CommandError(`Error compiling re: ${compiled.error}`);
      return compiled.pattern;
    });
    return (value) => patterns.some((pattern) => pattern.test(value));
  };
  const [hosts, paths, badPaths, badMethods] = ['accept-hosts', 'accept-paths', 'reject-paths', 'reject-methods'].map(fits) as [Match, Match, Match, Match];
  return (method, path, host) => !badPaths(path) && !badMethods(method) && hosts(host) && paths(path);
}

/** Requests of others, made again by this program. */
function doorTo(k: Invocation, isAccepted: Filter): Door {
  const prefix = k.flags.text('api-prefix').replace(/\/*$/, '/');
  return {
    open(request, call) {
      if (!`${request.path}/`.startsWith(prefix)) return refuse(call, 404, '404 page not found\n');
      const path = prefix === '/' ? request.path : `/${request.path.slice(prefix.length)}`;
      const host = (request.headers['host'] ?? '').replace(/:\d+$/, '');
      if (!isAccepted(request.method, path, host)) return refuse(call, 403, 'Forbidden\n');
      const query = [...request.query].flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
      const body = request.body.length === 0 ? {} : { rawBody: request.body };
      const { accept, 'content-type': contentType, host: _, authorization: __, 'content-length': ___, ...headers } = request.headers;
      k.client.dial(
        path,
        { method: request.method, query, headers, ...(accept !== undefined && { accept }), ...(contentType !== undefined && { contentType }), ...body },
        (response) => relay(response, call),
        (error) => refuse(call, 502, `error trying to reach service: ${error.message}\n`),
      );
    },
  };
}

function refuse(call: Call, status: number, words: string): void {
  call.head(status, { 'content-type': 'text/plain; charset=utf-8' });
  call.write(encodeUtf8(words));
  call.end();
}

/** Both ways, as fast as each side takes it. */
function relay(response: Response, call: Call): void {
  call.head(response.status, response.headers);
  call.onClose(() => response.close());
  call.onInput((chunk) => {
    if (chunk === null) response.endInput();
    else response.send(chunk);
  });
  const step = (): void => {
    try {
      for (;;) {
        const bytes = response.stream.read(READ_MAX);
        if (bytes === undefined) return void response.stream.onReadable(step);
        if (bytes === null) return call.end();
        if (!call.write(bytes.slice())) return call.onDrain(step);
      }
    } catch {
      call.end();
    }
  };
  step();
}
