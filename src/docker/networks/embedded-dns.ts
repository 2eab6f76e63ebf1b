/** The resolver at 127.0.0.11 in containers of networks that people make: names of their neighbours, and the host's servers for all else. */
import { askDns, type DnsAnswer, type DnsQuestion } from '../../host/index.ts';
import type { Cancel } from '../../sim/index.ts';
import type { DockerContainer } from '../containers/docker-container.ts';
import type { DockerEngine } from '../engine.ts';

const ADDRESS = '127.0.0.11';
const TTL_S = 600;

/** Listens in the container's namespace for as long as the container lives there. */
function serve(engine: DockerEngine, container: DockerContainer): Cancel {
  const { daemon } = engine;
  const namespace = container.runtime.network;
  if (!daemon || namespace.listenerAt('udp', ADDRESS, 53)) return () => {};
  const listener = daemon.listen({ namespace, address: ADDRESS, port: 53, protocol: 'udp', dns: (question, answer) => respond(engine, container, question, answer) });
  return () => listener.close();
}

function respond(engine: DockerEngine, container: DockerContainer, question: DnsQuestion, answer: (answer: DnsAnswer) => void): void {
  const addresses = neighbours(engine, container, question.name.toLowerCase());
  if (addresses.length > 0) {
    const records = question.type === 'A' ? addresses.map((data) => ({ name: question.name, type: question.type, ttlS: TTL_S, data })) : [];
    return answer({ status: 'NOERROR', records });
  }
  const { host, daemon } = engine;
  const text = host.files.exists('/etc/resolv.conf') ? host.files.readText('/etc/resolv.conf') : '';
  const [server] = container.hostConfig.Dns?.length ? container.hostConfig.Dns : serversIn(text);
  if (!daemon || server === undefined) return answer({ status: 'NXDOMAIN', records: [] });
  askDns(server, question).start(daemon, answer, () => answer({ status: 'SERVFAIL', records: [] }));
}

/** Addresses of those who go by this name on a network that both hang on. */
function neighbours(engine: DockerEngine, container: DockerContainer, name: string): string[] {
  const found: string[] = [];
  for (const { network } of container.endpoints.values()) {
    if (!network.resolvesNames) continue;
    for (const [id, endpoint] of network.endpoints) {
      const other = engine.containers.byWholeId(id);
      if (other && endpoint.ip !== '' && namesOn(other, endpoint.aliases, network.name).includes(name)) found.push(endpoint.ip);
    }
  }
  return found;
}

function namesOn(container: DockerContainer, aliases: readonly string[], network: string): readonly string[] {
  const names = [container.name, container.id.slice(0, 12), ...aliases, container.config.Hostname ?? ''].map((name) => name.toLowerCase());
  return [...names, ...names.map((name) => `${name}.${network}`)];
}

function serversIn(resolvConf: string): readonly string[] {
  const lines = resolvConf.split('\n').filter((line) => line.startsWith('nameserver '));
  return lines.map((line) => line.slice('nameserver '.length).trim());
}

export const EmbeddedDns = { serve, serversIn };
