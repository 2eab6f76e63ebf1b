/** kubectl create ingress. */
import type { Json, JsonObject } from '../../../base/index.ts';
import { CommandError } from '../command/errors.ts';
import type { Verb } from '../command/verb.ts';
import { generatorFlags, newMetadata, oneName, sendGenerated } from './generate.ts';

interface Rule {
  readonly host: string;
  readonly path: JsonObject;
  readonly secret: string | undefined; // '' for TLS without one
}

/** "host/path=service:port[,tls[=secret]]"; a path that ends in * is a prefix. */
function ruleOf(text: string): Rule {
  const match = /^(?<host>[\w*\-.]*)(?<path>\/.*)=(?<service>[\w-]+):(?<port>[\w-]+)(?:,(?<tls>.*))?$/.exec(text);
  if (!match?.groups) throw new CommandError(`rule ${text} is invalid and should be in format host/path=svcname:svcport[,tls[=secret]]`);
  const { host = '', path = '/', service = '', port = '', tls } = match.groups;
  const isPrefix = path.endsWith('*');
  const place: JsonObject = { backend: backendOf(service, port), path: isPrefix ? path.slice(0, -1) : path, pathType: isPrefix ? 'Prefix' : 'Exact' };
  return { host, path: place, secret: tls === undefined ? undefined : secretOf(tls) };
}

/** Whatever stands behind the comma means TLS, but a secret is only what is said in its form. */
function secretOf(tls: string): string | undefined {
  const parts = tls.split(',');
  if (parts.length > 1) return undefined;
  return /^tls=(.*)$/.exec(tls)?.[1] ?? '';
}

function backendOf(name: string, port: string): JsonObject {
  return { service: { name, port: /^\d+$/.test(port) ? { number: Number(port) } : { name: port } } };
}

function specOf(rules: readonly Rule[], className: string, main: string): JsonObject {
  const byHost = new Map<string, Json[]>();
  const bySecret = new Map<string, string[]>();
  for (const { host, path, secret } of rules) {
    byHost.set(host, [...(byHost.get(host) ?? []), path]);
    if (secret !== undefined && `${host}${secret}` !== '' && !bySecret.get(secret)?.includes(host)) bySecret.set(secret, [...(bySecret.get(secret) ?? []), host]);
  }
  const [service = '', port = ''] = main.split(':');
  return {
    ...(main !== '' && { defaultBackend: backendOf(service, port) }),
    ...(className !== '' && { ingressClassName: className }),
    ...(rules.length > 0 && { rules: [...byHost].map(([host, paths]) => ({ ...(host !== '' && { host }), http: { paths } })) }),
    ...(bySecret.size > 0 && { tls: [...bySecret].map(([secretName, hosts]) => ({ ...(hosts.some((h) => h !== '') && { hosts }), ...(secretName !== '' && { secretName }) })) }),
  };
}

export const generateIngress: Verb = {
  name: 'ingress',
  aliases: ['ing'],
  summary: 'Create an ingress with the specified name',
  usage: 'create ingress NAME --rule=host/path=service:port[,tls[=secret]]',
  completes: 'none',
  flags: [
    ...generatorFlags,
    { name: 'annotation', type: 'array', usage: 'An annotation, as name=value.' },
    { name: 'class', type: 'string', usage: 'The class of the ingress.' },
    { name: 'default-backend', type: 'string', usage: 'Where all else goes, as service:port.' },
    { name: 'rule', type: 'array', usage: 'A rule, as host/path=service:port[,tls[=secret]].' },
  ],
  *run(k) {
    const name = oneName(k);
    const [rules, main] = [k.flags.list('rule').map(ruleOf), k.flags.text('default-backend')];
    if (rules.length === 0 && main === '') throw new CommandError('not enough information provided: every ingress has to either specify a default-backend (which catches all traffic) or a list of rules (which catch specific paths)');
    if (main !== '' && !/^[\w-]+:[\w-]+$/.test(main)) throw new CommandError('default-backend should be in format servicename:serviceport');
    for (const pair of k.flags.list('annotation')) if (!/^[^=]+=/.test(pair)) throw new CommandError(`annotation ${pair} is invalid and should be in format key=[value]`);
    const annotations = Object.fromEntries(k.flags.list('annotation').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
    const object: JsonObject = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: newMetadata(k, { ...(Object.keys(annotations).length > 0 && { annotations }), name }),
      spec: specOf(rules, k.flags.text('class'), main),
      status: { loadBalancer: {} },
    };
    yield* sendGenerated(k, { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', plural: 'ingresses', namespaced: true }, object, 'failed to create ingress: ');
  },
};
