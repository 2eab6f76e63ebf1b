/** Whether an API server and the etcd that it has reached believe each other: names and dates of one, the authority of both. */
import { distrust, distrustServer, readCertificate } from '../../base/index.ts';
import type { EtcdAddress } from './kube-apiserver.ts';

export function trustEachOther({ address, authority, certificate }: EtcdAddress, shown: string, clientAuthority: string | undefined, nowMs: number): boolean {
  if (authority !== undefined && distrustServer(shown, authority, address, nowMs) !== undefined) return false;
  if (clientAuthority === undefined) return true;
  const client = certificate === undefined ? undefined : readCertificate(certificate);
  return client !== undefined && distrust(client, clientAuthority, nowMs) === undefined;
}
