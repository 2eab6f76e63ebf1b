/** How the API server reaches kubelets, and what else listens in the cluster: over the world's network, bytes both ways, as long as both ends last. */
import { machineCode, NetError, type Process } from '../../host/index.ts';
import type { KubeletDialer } from '../api/door/kubelet-parts.ts';

export function kubeletDialer(process: Process): KubeletDialer {
  return {
    dial(address, port, { method, path, query, headers, body, cause, peer: { user, certificate } }, call, fail) {
      machineCode.get().forward(process, { address, port }, { method, path, query, headers, body, cause, ...(user !== undefined && { user }), ...(certificate !== undefined && { certificate }) }, call, (error) => fail(words(error)));
    },
  };
}

const goWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ENETUNREACH: 'connect: network is unreachable',
  ETIMEDOUT: 'i/o timeout',
  ECONNRESET: 'read: connection reset by peer',
};

function words(error: Error): string {
  if (!(error instanceof NetError)) return error.message;
  return `dial tcp ${error.target}: ${goWords[error.code] ?? error.message}`;
}
