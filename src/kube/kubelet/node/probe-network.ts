/** The kubelet's probes on the node's network: requests and connections of its own process, their failures in Go's words. */
import { dial, dialRaw, NetError, type Process, type Response } from '../../../host/index.ts';
import type { Cancel } from '../../../sim/index.ts';
import type { Container, HttpGetAction, IntOrString } from '../../kinds/pod/container.ts';
import type { Release } from '../../meta/release.ts';
import { portNumber, type HttpOutcome, type ProbeTransport } from '../probes/probe-transport.ts';

const bodyMax = 10_240;

export class ProbeNetwork implements ProbeTransport {
  private readonly process: Process;
  private readonly release: Release;

  constructor(process: Process, release: Release) {
    this.process = process;
    this.release = release;
  }

  http(podAddress: string, container: Container, action: HttpGetAction, timeoutMs: number, done: (outcome: HttpOutcome) => void): Cancel {
    const address = action.host || podAddress;
    const port = portNumber(container, action.port);
    if (port === undefined) return refused(done, { status: 0, error: `couldn't find port: ${action.port}` });
    const path = action.path || '/';
    const target = `${address}:${port}`;
    const [plain, query = ''] = path.split('?', 2) as [string, string?];
    const headers: Record<string, string> = { host: target, 'user-agent': `kube-probe/${this.release.text}`, accept: '*/*', connection: 'close' };
    for (const { name, value } of action.httpHeaders ?? []) headers[name.toLowerCase()] = value;
    const scheme = (action.scheme ?? 'HTTP').toLowerCase();
    const url = `Get "${scheme}://${target}${path.startsWith('/') ? path : `/${path}`}": `;
    const init = { path: plain.startsWith('/') ? plain : `/${plain}`, query: queryOf(query), headers, ...(timeoutMs > 0 && { timeoutMs }) };
    const cancel = dial(
      this.process,
      { address, port },
      init,
      (response) => {
        readAway(response);
        done({ status: response.status });
      },
      (error) => done({ status: 0, error: url + (isTimeout(error) ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)' : goDialError(error, target)) }),
    );
    return cancel ?? nothing;
  }

  tcp(podAddress: string, container: Container, port: IntOrString, host: string | undefined, timeoutMs: number, done: (error: string | undefined) => void): Cancel {
    const address = host || podAddress;
    const number = portNumber(container, port);
    if (number === undefined) return refused(done, `couldn't find port: ${port}`);
    const target = `${address}:${number}`;
    const cancel = dialRaw(
      this.process,
      { address, port: number },
      timeoutMs,
      (socket) => {
        socket.hold().release(); // it was only to see whether somebody answers
        done(undefined);
      },
      (error) => done(isTimeout(error) ? `dial tcp ${target}: i/o timeout` : goDialError(error, target)),
    );
    return cancel ?? nothing;
  }
}

const nothing: Cancel = () => {};

function refused<T>(done: (outcome: T) => void, outcome: T): Cancel {
  done(outcome);
  return nothing;
}

function isTimeout(error: Error): boolean {
  return error instanceof NetError && error.code === 'ETIMEDOUT';
}

/** `dial tcp 10.244.0.5:80: connect: connection refused`. */
function goDialError(error: Error, target: string): string {
  if (!(error instanceof NetError)) return error.message;
  switch (error.code) {
    case 'ECONNREFUSED':
      return `dial tcp ${target}: connect: connection refused`;
    case 'EHOSTUNREACH':
      return `dial tcp ${target}: connect: no route to host`;
    case 'ENETUNREACH':
      return `dial tcp ${target}: connect: network is unreachable`;
    case 'ECONNRESET':
      return 'EOF';
    default:
      return `dial tcp: ${error.message}`;
  }
}

/** Takes what has come of the body, and hangs up: an answer is an answer. */
function readAway(response: Response): void {
  let left = bodyMax;
  while (left > 0) {
    const bytes = response.stream.read(left);
    if (bytes === null || bytes === undefined) break;
    left -= bytes.length;
  }
  response.close();
}

function queryOf(text: string): ReadonlyMap<string, readonly string[]> {
  const query = new Map<string, string[]>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const [name = '', value = ''] = pair.split('=', 2);
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  return query;
}
