import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from '../../base/index.ts';
import { request, type Response } from '../../host/index.ts';
import type { Container } from '../runtime/container.ts';
import { createFrom, logText, preload, TestWorld } from '../runtime/test-host.ts';

function served(image: string, prepare: (container: Container) => void = () => {}) {
  const world = new TestWorld();
  const runtime = world.runtime('node-1');
  runtime.host.network.addBridge('docker0', '172.17.0.0/16');
  preload(runtime, image);
  const container = createFrom(runtime, image);
  runtime.host.network.bridge('docker0')!.attach(container.network, '172.17.0.2');
  prepare(container);
  container.start();
  world.run(10);
  const get = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    world.within(runtime.host, function* () {
      const response = (yield request({ address: '172.17.0.2', port: 80 }, { path, method, headers: { host: 'web', 'user-agent': 'curl/8.5.0', ...headers } })) as Response;
      const body = decodeUtf8((yield response.readAll()) as Uint8Array);
      return { status: response.status, headers: response.headers, body };
    });
  return { world, runtime, container, get };
}

describe('nginx', () => {
  it('serves its page and logs it', () => {
    const { container, get } = served('nginx:1.23');
    const { status, headers, body } = get('/');
    expect(status).toBe(200);
    expect(headers).toMatchObject({ server: 'nginx/1.23.3', 'content-type': 'text/html', connection: 'keep-alive' });
    expect(body).toContain('<title>Welcome to nginx!</title>');
    const log = logText(container);
    expect(log).toContain('/docker-entrypoint.sh: Launching /docker-entrypoint.d/30-tune-worker-processes.sh\n');
    expect(log).toContain('10-listen-on-ipv6-by-default.sh: info: Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf\n');
    expect(log).toContain('2026/03/02 09:00:00 [notice] 1#1: nginx/1.23.3\n');
    expect(log).toContain(`172.17.0.1 - - [02/Mar/2026:09:00:00 +0000] "GET / HTTP/1.1" 200 ${body.length} "-" "curl/8.5.0" "-"\n`);
  });

  it('says what it has not', () => {
    const { container, get } = served('nginx:1.23');
    const { status, body } = get('/nope');
    expect(status).toBe(404);
    expect(body).toBe('<html>\r\n<head><title>404 Not Found</title></head>\r\n<body>\r\n<center><h1>404 Not Found</h1></center>\r\n<hr><center>nginx/1.23.3</center>\r\n</body>\r\n</html>\r\n');
    expect(logText(container)).toMatch(/\[error\] \d+#\d+: \*1 open\(\) "\/usr\/share\/nginx\/html\/nope" failed \(2: No such file or directory\), client: 172\.17\.0\.1, server: localhost, request: "GET \/nope HTTP\/1\.1", host: "web"\n/);
    expect(get('/', {}, 'POST').status).toBe(405);
  });

  it('works by its configuration', () => {
    const { container, get } = served('nginx:1.9.1', (c) => {
      const conf = 'server {\n  listen 80;\n  location /old { return 301 /new; }\n  location = /hi { return 200 "hello $remote_addr\\n"; }\n  location / { root /srv; autoindex on; add_header X-Seen yes; }\n}\n';
      c.rootFs.write(['etc', 'nginx', 'conf.d', 'default.conf'], { size: conf.length, chunks: [{ at: 0, size: conf.length, bytes: new TextEncoder().encode(conf) }] }, 0);
    });
    expect(get('/hi')).toMatchObject({ status: 200, body: 'hello 172.17.0.1\n' });
    expect(get('/old/x')).toMatchObject({ status: 301, headers: { location: '/new' } });
    expect(get('/').body).toContain('<h1>Index of /</h1>');
    expect(get('/').headers['x-seen']).toBe('yes');
    expect(container.changes().map((c) => `${c.kind} ${c.path}`)).toEqual(['C /etc', 'C /etc/nginx', 'C /etc/nginx/conf.d', 'C /etc/nginx/conf.d/default.conf', 'C /run', 'A /run/nginx.pid']);
  });

  it('has a master and workers, replaces a worker that dies, and ends in order', () => {
    const { world, runtime, container } = served('nginx:1.7.9');
    const processes = () => [...container.cgroup!.allProcesses()].map((p) => `${p.pid} ${p.argv.join(' ')}`);
    expect(processes()).toEqual(['1 nginx: master process nginx -g daemon off;', '2 nginx: worker process']);
    const worker = [...container.cgroup!.allProcesses()][1]!;
    expect(worker.uid).toBe(101);
    runtime.host.kernel.send(worker, 'SIGKILL');
    world.run(20);
    expect(processes()).toEqual(['1 nginx: master process nginx -g daemon off;', '3 nginx: worker process']);
    expect(logText(container)).toContain('[alert] 1#1: worker process 2 exited on signal 9\n');
    container.signal('SIGQUIT');
    world.run(30);
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 0 });
  });

  it.each([
    ['server { listen 80 }', '[emerg] unexpected "}" in /etc/nginx/conf.d/default.conf:1'],
    ['server { listen 80;', '[emerg] unexpected end of file, expecting "}" in /etc/nginx/conf.d/default.conf:1'],
    ['server { listen 99999; }', '[emerg] invalid port in "99999" of the "listen" directive in /etc/nginx/conf.d/default.conf:1'],
  ])('refuses %s', (conf, words) => {
    const { container } = served('nginx:1.9.1', (c) => {
      c.rootFs.write(['etc', 'nginx', 'conf.d', 'default.conf'], { size: conf.length, chunks: [{ at: 0, size: conf.length, bytes: new TextEncoder().encode(conf) }] }, 0);
    });
    expect(container.record.status).toMatchObject({ state: 'exited', exitCode: 1 });
    expect(logText(container)).toBe(`nginx: ${words}\n`);
  });
});
