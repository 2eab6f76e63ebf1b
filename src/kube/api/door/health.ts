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
    const name = path.slice(1).split('/')[0]!;
    context.answerText(200, context.request.query.has('verbose') ? verbose(name) : 'ok');
    return true;
  }
  if (path === '/') {
    context.answer(200, { paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'] });
    return true;
  }
  return false;
}

function verbose(name: string): string {
  const checks = ['ping', 'log', 'etcd', ...(name === 'readyz' ? ['informer-sync'] : [])];
  return `${checks.map((check) => `[+]${check} ok\n`).join('')}${name} check passed\n`;
}
