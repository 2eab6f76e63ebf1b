/** What the client knows of ingresses: described with the endpoints that their rules lead to. */
import type { Json } from '../../../base/index.ts';
import type { Invocation } from '../command/invocation.ts';
import type { Task } from '../command/task.ts';
import { has, list, member, members, text } from '../objects/member.ts';
import { StatusError } from '../wire/status-error.ts';
import { backingOf } from './backing-addresses.ts';
import type { ClientKind } from './client-kind.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeText, orNone } from './describe-text.ts';

/** The first clients that print labels, and the class; those before that know of a backend that clusters used to have for what no rule names. */
const LABELS_SINCE = 23;
const CLASSES_SINCE = 24;
const oldDefault = { service: { name: 'default-http-backend', port: { number: 80 } } };

export const ingressKind: ClientKind = {
  group: 'networking.k8s.io',
  kind: 'Ingress',
  *describe(k, info, options) {
    const ingress = info.object;
    const out = new DescribeText();
    out.pair('Name', info.name);
    if (k.release.minor >= LABELS_SINCE) out.labels('Labels', members(ingress, 'metadata', 'labels'));
    out.pair('Namespace', info.namespace);
    out.pair('Address', list(ingress, 'status', 'loadBalancer', 'ingress').map((entry) => text(entry, 'ip') || text(entry, 'hostname')).join(','));
    if (k.release.minor >= CLASSES_SINCE) out.pair('Ingress Class', orNone(text(ingress, 'spec', 'ingressClassName')));
    const mainWords = yield* defaultText(k, info.namespace, member(ingress, 'spec', 'defaultBackend'));
    out.pair('Default backend', mainWords);
    const secured = list(ingress, 'spec', 'tls');
    if (secured.length > 0) out.line(0, 'TLS:');
    for (const tls of secured) {
      const hosts = list(tls, 'hosts').map(String).join(',');
      out.line(1, text(tls, 'secretName') === '' ? `SNI routes ${hosts}` : `${text(tls, 'secretName')} terminates ${hosts}`);
    }
    out.line(0, 'Rules:').line(1, 'Host\tPath\tBackends').line(1, '----\t----\t--------');
    const rules = list(ingress, 'spec', 'rules').filter((rule) => has(rule, 'http'));
    for (const rule of rules) {
      out.line(1, `${text(rule, 'host') || '*'}\t`);
      for (const path of list(rule, 'http', 'paths')) out.line(2, `\t${text(path, 'path')} \t${yield* backendText(k, info.namespace, member(path, 'backend')!)}`);
    }
    if (rules.length === 0) out.line(1, `*\t*\t${mainWords}`);
    out.annotations('Annotations', members(ingress, 'metadata', 'annotations'));
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};

function* defaultText(k: Invocation, namespace: string, main: Json | undefined): Task<string> {
  if (main !== undefined && main !== null) return yield* backendText(k, namespace, main);
  return k.release.minor < CLASSES_SINCE ? yield* backendText(k, 'kube-system', oldDefault) : '<default>';
}

/** "web:80 (10.244.1.3:80)". */
function* backendText(k: Invocation, namespace: string, backend: Json): Task<string> {
  if (has(backend, 'resource')) return `APIGroup: ${text(backend, 'resource', 'apiGroup')}, Kind: ${text(backend, 'resource', 'kind')}, Name: ${text(backend, 'resource', 'name')}`;
  const [name, port] = [text(backend, 'service', 'name'), text(backend, 'service', 'port', 'number') || text(backend, 'service', 'port', 'name')];
  try {
    const behind = yield* backingOf(k, namespace, name);
    const service = yield* k.client.get(`/api/v1/namespaces/${namespace}/services/${name}`);
    const found = list(service, 'spec', 'ports').find((candidate) => text(candidate, 'port') === port || text(candidate, 'name') === port);
    return `${name}:${port} (${behind(text(found, 'name'))})`;
  } catch (error) {
    if (error instanceof StatusError) return `${name}:${port} (<error: ${error.message}>)`;
    throw error;
  }
}

export const ingressClassKind: ClientKind = {
  group: 'networking.k8s.io',
  kind: 'IngressClass',
  *describe(k, info, options) {
    const out = new DescribeText();
    out.pair('Name', info.name);
    out.labels('Labels', members(info.object, 'metadata', 'labels')).annotations('Annotations', members(info.object, 'metadata', 'annotations'));
    out.pair('Controller', text(info.object, 'spec', 'controller'));
    const parameters = member(info.object, 'spec', 'parameters');
    if (parameters !== undefined && parameters !== null) {
      out.line(0, 'Parameters:');
      if (text(parameters, 'apiGroup') !== '') out.pair('APIGroup', text(parameters, 'apiGroup'), 1);
      out.pair('Kind', text(parameters, 'kind'), 1).pair('Name', text(parameters, 'name'), 1);
    }
    if (options.showEvents) yield* describeEvents(k, info, out);
    return out.text;
  },
};
