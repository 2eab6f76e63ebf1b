import { describe, expect, it } from 'vitest';
import { familiarReference, fullReference, parseReference, withDefaultTag } from './reference.ts';

const DIGEST = `sha256:${'a1'.repeat(32)}`;

describe('a reference', () => {
  it.each([
    ['nginx', 'docker.io/library/nginx:latest', 'nginx:latest'],
    ['nginx:1.23', 'docker.io/library/nginx:1.23', 'nginx:1.23'],
    ['docker.io/nginx', 'docker.io/library/nginx:latest', 'nginx:latest'],
    ['index.docker.io/library/nginx:1', 'docker.io/library/nginx:1', 'nginx:1'],
    ['me/app:2', 'docker.io/me/app:2', 'me/app:2'],
    ['localhost/app', 'localhost/app:latest', 'localhost/app:latest'],
    ['localhost:5000/a/b_c:v1.2-x', 'localhost:5000/a/b_c:v1.2-x', 'localhost:5000/a/b_c:v1.2-x'],
    ['127.0.0.1:5000/x', '127.0.0.1:5000/x:latest', '127.0.0.1:5000/x:latest'],
    ['registry.k8s.io/coredns/coredns:v1.13.1', 'registry.k8s.io/coredns/coredns:v1.13.1', 'registry.k8s.io/coredns/coredns:v1.13.1'],
    [`nginx@${DIGEST}`, `docker.io/library/nginx@${DIGEST}`, `nginx@${DIGEST}`],
    [`nginx:1.23@${DIGEST}`, `docker.io/library/nginx:1.23@${DIGEST}`, `nginx:1.23@${DIGEST}`],
    ['a__b/c--d.e', 'docker.io/a__b/c--d.e:latest', 'a__b/c--d.e:latest'],
  ])('%s', (text, full, familiar) => {
    const reference = withDefaultTag(parseReference(text));
    expect([fullReference(reference), familiarReference(reference)]).toEqual([full, familiar]);
    expect(parseReference(full)).toEqual(reference);
  });

  it.each([
    ['Invalid:UP:per', 'invalid reference format: repository name (library/Invalid) must be lowercase'],
    ['UP', 'invalid reference format: repository name (library/UP) must be lowercase'],
    ['Bad/UPPER', 'invalid reference format: repository name (UPPER) must be lowercase'],
    ['', 'invalid reference format'],
    ['a:', 'invalid reference format'],
    ['a b', 'invalid reference format'],
    ['-a', 'invalid reference format'],
    ['a//b', 'invalid reference format'],
    ['a:.x', 'invalid reference format'],
    ['a@sha256:12', 'invalid reference format'],
    ['a'.repeat(256), 'repository name must not be more than 255 characters'],
    ['f'.repeat(64), `invalid repository name (${'f'.repeat(64)}), cannot specify 64-byte hexadecimal strings`],
  ])('%j is none', (text, message) => {
    expect(() => parseReference(text)).toThrow(message);
  });
});
