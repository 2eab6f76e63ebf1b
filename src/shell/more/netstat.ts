/** netstat: who listens, and what is connected, in this network namespace. */
import { Socket, type Listener, type Process } from '../../host/index.ts';
import { print, type Tool, type ToolCall } from '../tool/tool.ts';

interface Row {
  readonly protocol: string;
  readonly state: string;
  readonly local: string;
  readonly remote: string;
  readonly process: Process;
  readonly fd: number;
}

const options: Tool['options'] = {
  flags: 'tulnpaxes46Hrisc',
  long: { tcp: 't', udp: 'u', listening: 'l', numeric: 'n', processes: 'p', program: 'p', all: 'a', unix: 'x', 'no-header': 'H', route: 'r', programs: 'p' },
};

export const netstat: Tool = {
  usage: '[options]',
  options,
  *run(call) {
    const { options: given } = call;
    const only = given.has('l') ? '(only servers)' : given.has('a') ? '(servers and established)' : '(w/o servers)';
    const programs = given.has('p');
    let text = `Active Internet connections ${only}\nProto Recv-Q Send-Q Local Address           Foreign Address         State       ${programs ? 'PID/Program name    ' : ''}\n`;
    for (const row of chosen(call)) {
      const state = row.state === 'ESTAB' ? 'ESTABLISHED' : row.state === 'UNCONN' ? '' : row.state;
      text += `${row.protocol.padEnd(5)}      0      0 ${row.local.padEnd(23)} ${row.remote.padEnd(23)} ${state.padEnd(11)} ${programs ? `${pidOf(call, row.process)}/${row.process.name}`.padEnd(20) : ''}\n`;
    }
    yield* print(text);
    return 0;
  },
};

function pidOf(call: ToolCall, one: Process): number {
  return one.pidIn(call.p.namespaces.pid);
}

function wantedProtocols({ options: given }: ToolCall): readonly string[] {
  const wanted = [...(given.has('t') ? ['tcp'] : []), ...(given.has('u') ? ['udp'] : [])];
  return wanted.length > 0 ? wanted : ['udp', 'tcp'];
}

function chosen(call: ToolCall): Row[] {
  const { options: given, p } = call;
  const net = p.namespaces.net;
  const protocols = wantedProtocols(call);
  const listening = net.listeners.filter((one) => one.unix === undefined).map((one): Row => listenerRow(one));
  const connected: Row[] = [];
  for (const process of p.host.processes.values()) {
    if (process.namespaces.net !== net) continue;
    for (const [fd, file] of process.fds.entries()) if (file instanceof Socket && file.local.includes(':')) connected.push({ protocol: 'tcp', state: 'ESTAB', local: file.local, remote: file.remote, process, fd });
  }
  const all = given.has('l') ? listening : given.has('a') ? [...listening, ...connected] : connected;
  return all.filter((row) => protocols.includes(row.protocol)).sort((a, b) => protocols.indexOf(a.protocol) - protocols.indexOf(b.protocol) || portOf(a) - portOf(b));
}

function listenerRow(one: Listener): Row {
  return { protocol: one.protocol, state: one.protocol === 'udp' ? 'UNCONN' : 'LISTEN', local: `${one.address}:${one.port}`, remote: '0.0.0.0:*', process: one.process, fd: 3 };
}

function portOf(row: Row): number {
  return Number(row.local.slice(row.local.lastIndexOf(':') + 1));
}
