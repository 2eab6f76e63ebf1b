/** The paths that tell of the server itself: its version, and the list of paths. */
import type { CallContext } from './call-context.ts';

/** Answers true when the path is one of these. */
export function answerAbout(context: CallContext): boolean {
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
  if (path === '/') {
    context.answer(200, { paths: ['/api', '/api/v1', '/apis', '/healthz', '/livez', '/openapi/v2', '/openapi/v3', '/readyz', '/version'] });
    return true;
  }
  return false;
}
