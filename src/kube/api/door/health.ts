/** The paths that tell of the server's health: what kubelets ask, before anybody else does. */
import { encodeUtf8, type Call, type Request } from '../../../base/index.ts';
import type { ApiServer } from '../api-server.ts';

const healthPath = /^\/(?:healthz|livez|readyz)(?:\/.*)?$/;

/** Answers true when the path is one of these. */
export function answerHealth({ hasStore }: ApiServer, request: Request, call: Call): boolean {
  if (!healthPath.test(request.path)) return false;
  const [name = '', check = ''] = request.path.slice(1).split('/');
  const isWell = hasStore() || (check !== '' && check !== 'etcd');
  const body = encodeUtf8(isWell && !request.query.has('verbose') ? 'ok' : verbose(name, isWell));
  call.head(isWell ? 200 : 500, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-cache, private', 'content-length': String(body.length) });
  call.write(body);
  call.end();
  return true;
}

function verbose(name: string, hasStore: boolean): string {
  const checks = ['ping', 'log', 'etcd', ...(name === 'readyz' ? ['informer-sync'] : [])];
  const lines = checks.map((check) => (check === 'etcd' && !hasStore ? '[-]etcd failed: reason withheld\n' : `[+]${check} ok\n`));
  return `${lines.join('')}${name} check ${hasStore ? 'passed' : 'failed'}\n`;
}
