/** How a program in a pod finds the API: by the variables of the service `kubernetes`, as the account whose token is mounted. */
import { decodeBase64, decodeUtf8, isJsonObject, parseJson } from '../../base/index.ts';
import type { Process } from '../../host/index.ts';
import { createClusterStore } from '../api/cluster-store.ts';
import type { Listed } from '../api/rbac/list-refusal.ts';
import { clusterCode } from '../cluster-code.ts';
import { ApiClient } from '../client/api-client.ts';
import type { Release } from '../meta/release.ts';
import { credentialsPath } from '../kinds/pod/admission.ts';
import { ApiLink } from '../processes/api-link.ts';

const tokenFile = `${credentialsPath}/token`;
const authorityFile = `${credentialsPath}/ca.crt`;

export interface InCluster {
  readonly client: ApiClient;
  readonly link: ApiLink;
  /** The account's token, as it is now. */
  readonly token: () => string;
}

export interface Wants {
  readonly component: string;
  /** What it lists and watches: all of it, or nothing is seen. */
  readonly lists: (release: Release) => readonly Listed[];
  /** Told each time that the server refuses one. */
  readonly refused: (why: string) => void;
}

/** Not connected before `link.start()`. In Go's words why it cannot be. */
export function inCluster(p: Process, { component, lists, refused }: Wants): InCluster | string {
  const address = p.env.get('KUBERNETES_SERVICE_HOST');
  const port = Number(p.env.get('KUBERNETES_SERVICE_PORT'));
  if (!address || !port) return 'unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must be defined';
  if (!p.files.exists(tokenFile)) return `open ${tokenFile}: no such file or directory`;
  const token = (): string => (p.files.exists(tokenFile) ? p.files.readText(tokenFile) : '');
  const client = new ApiClient(createClusterStore('unconnected', p.host.clock), userOf(token()), { component });
  const link = new ApiLink(p, { address, port, ...(p.files.exists(authorityFile) && { authority: p.files.readText(authorityFile) }) }, (server) => {
    const why = clusterCode.get().listRefusal(server, token(), lists(server.release));
    if (why !== undefined) refused(why);
    return why;
  });
  link.add(client);
  return { client, link, token };
}

/** Whom a token speaks for, as the token itself says. */
export function userOf(token: string): string {
  const decoded = decodeBase64(token.split('.')[1] ?? '', 'url');
  const claims = 'bytes' in decoded ? parseJson(decodeUtf8(decoded.bytes)) : undefined;
  const subject = isJsonObject(claims) ? claims['sub'] : undefined;
  return typeof subject === 'string' ? subject : 'system:anonymous';
}
