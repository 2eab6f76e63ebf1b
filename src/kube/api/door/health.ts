/** The paths that tell of the server itself: version, health, the list of paths. */
import type { CallContext } from './call-context.ts';

const healthPath = /^\/(?:healthz|livez|readyz)(?:\/.*)?$/;

/** Answers true when the path is one of these. */
export function answerHealth(context: CallContext): boolean {
  const path = context.request.path.replace(/(.)\/$/, '$1');
  const { release } = context.server;
  if (path === '/version') {
    context.answer(200, {
      major: '1',
      minor: String(release.minor),
      ...(release.atLeast(33) && { emulationMajor: '1', emulationMinor: String(release.minor), minCompatibilityMajor: '1', minCompatibilityMinor: String(release.minor - 1) }),
      gitVersion: release.gitVersion,
      gitTreeState: 'clean',
      platform: 'linux/amd64',
    });
    return true;
  }
  if (healthPath.test(path)) {
    const [name = '', check] = path.slice(1).split('/');
    const hasStore = context.server.hasStore();
    if (hasStore || (check !== undefined && check !== 'etcd')) context.answerText(200, context.request.query.has('verbose') ? verbose(name, true) : 'ok');
    else context.answerText(500, verbose(name, false));
    return true;
  }
  if (path === '/') {
    context.answer(200, { paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'] });
    return true;
  }
  return false;
}

function verbose(name: string, hasStore: boolean): string {
  const checks = ['ping', 'log', 'etcd', ...(name === 'readyz' ? ['informer-sync'] : [])];
  const lines = checks.map((check) => (check === 'etcd' && !hasStore ? '[-]etcd failed: reason withheld\n' : `[+]${check} ok\n`));
  return `${lines.join('')}${name} check ${hasStore ? 'passed' : 'failed'}\n`;
}
