/** kubectl proxy: listens on the machine that it runs on, and hands what comes on to the API server as the user of the kubeconfig. */
import { encodeUtf8, type Call, type Door } from '../../../base/index.ts';
import { errorCode, pause, type Response } from '../../../host/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Verb } from '../command/verb.ts';

const READ_MAX = 65_536;

export const proxyVerb: Verb = {
  name: 'proxy',
  summary: 'Run a proxy to the Kubernetes API server',
  usage: 'proxy [--port=PORT] [--address=ADDRESS] [--api-prefix=PREFIX]',
  group: 'Advanced Commands',
  completes: 'none',
  flags: [
    { name: 'address', type: 'string', initial: '127.0.0.1', usage: 'The address to listen on.' },
    { name: 'api-prefix', type: 'string', initial: '/', usage: 'What paths begin with that are handed on.' },
    { name: 'port', short: 'p', type: 'int', initial: '8001', usage: 'The port; 0 is any that is free.' },
    { name: 'reject-methods', type: 'string', initial: '^$', usage: 'Methods that are refused.', hidden: true },
  ],
  examples: [{ does: 'The API at http://127.0.0.1:8001', command: 'kubectl proxy &' }],
  *run(k) {
    const [address, port] = [k.flags.text('address'), k.flags.int('port')];
    try {
      const listener = k.p.listen({ port, address, door: doorTo(k) });
      yield* k.print(`Starting to serve on ${address}:${listener.port}\n`);
    } catch (error) {
      const why = errorCode(error) === 'EADDRINUSE' ? 'address already in use' : errorCode(error) === 'EACCES' ? 'permission denied' : undefined;
      if (why === undefined) throw error;
      throw new CommandError(`listen tcp ${address}:${port}: bind: ${why}`);
    }
    yield pause();
  },
};

/** Requests of others, made again by this program. */
function doorTo(k: Invocation): Door {
  const prefix = k.flags.text('api-prefix').replace(/\/*$/, '/');
  return {
    open(request, call) {
      if (!`${request.path}/`.startsWith(prefix)) return refuse(call, 404, '404 page not found\n');
      const path = prefix === '/' ? request.path : `/${request.path.slice(prefix.length)}`;
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
