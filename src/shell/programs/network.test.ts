// curl, wget, nc and ping against servers of the world's own network.
import { describe, expect, test } from 'vitest';
import { encodeUtf8, type Request } from '../../base/index.ts';
import { accept, pause, read, write, type Program } from '../../host/index.ts';
import { ShellMachine, type Outcome } from '../test-machine.ts';

/** Answers with what it was asked; some paths answer otherwise. */
const web: Program = function* (p) {
  p.listen({
    port: 80,
    door: {
      open(request, call) {
        const { status, headers, body } = answer(request);
        call.head(status, headers);
        if (request.method !== 'HEAD') call.write(encodeUtf8(body));
        call.end();
      },
    },
  });
  yield pause();
  return 0;
};

function answer(request: Request): { status: number; headers: Record<string, string>; body: string } {
  const plain = { 'content-type': 'text/plain' };
  if (request.path === '/moved') return { status: 302, headers: { ...plain, location: '/' }, body: '' };
  if (request.path === '/missing') return { status: 404, headers: plain, body: 'no such page\n' };
  const query = [...request.query].map(([name, values]) => `${name}=${values.join(',')}`).join('&');
  const body = new TextDecoder().decode(request.body);
  return { status: 200, headers: plain, body: `${request.method} ${request.path}${query && `?${query}`} ${request.headers['x-test'] ?? ''}${body && `[${body}]`}\n` };
}

const echoServer: Program = function* (p) {
  const listener = p.listen({ port: 7000 });
  for (;;) {
    const fd: number = yield accept(listener);
    for (let bytes: Uint8Array | null = yield read(fd); bytes !== null; bytes = yield read(fd)) yield write(fd, bytes);
    p.close(fd);
  }
};

function run(script: string, shell: 'bash' | 'ash' = 'bash'): Outcome {
  const machine = new ShellMachine({ '/etc/hosts': '127.0.0.1 localhost web\n10.9.9.9 elsewhere\n', '/usr/bin/bbwget': '#!kubarium busybox\n' });
  machine.host.spawn(web, ['web']);
  machine.host.spawn(echoServer, ['echo']);
  machine.clock.run(0, { stepsMax: 1000 });
  return machine.run(script, { shell, untilMs: 600_000 });
}

describe('curl', () => {
  test('gets, posts and sends headers', () => {
    expect(run('curl -s http://web/; curl -s web/a?x=1; curl -s -d k=v -H "X-Test: h" localhost; curl -s -X DELETE web/z; echo up | curl -sT - web/f; curl -sG -d q=2 web').out).toBe(
      'GET / \nGET /a?x=1 \nPOST / h[k=v]\nDELETE /z \nPUT /f [up\n]\nGET /?q=2 \n',
    );
  });

  test('shows heads, codes, redirections and failures', () => {
    expect(run('curl -sI web/; curl -s -o /dev/null -w "%{http_code}\\n" web/missing; curl -s web/missing; curl -sL web/moved; curl -sf web/missing; echo $?; curl -fsS web/missing')).toEqual({
      out: 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n404\nno such page\nGET / \n22\n',
      err: 'curl: (22) The requested URL returned error: 404\n',
      code: 22,
    });
  });

  test('says why it cannot reach anybody', () => {
    expect(run('curl http://nosuch.example/; echo $?; curl -s localhost:81; echo $?; curl localhost:81; curl -m 3 http://elsewhere/; echo $?; curl; curl ftp://x').err).toBe(
      [
        'curl: (6) Could not resolve host: nosuch.example',
        "curl: (7) Failed to connect to localhost port 81 after 0 ms: Couldn't connect to server",
        'curl: (28) Connection timed out after 3000 milliseconds',
        "curl: try 'curl --help' or 'curl --manual' for more information",
        'curl: (1) Protocol "ftp" not supported',
        '',
      ].join('\n'),
    );
  });

  test('writes files', () => {
    expect(run('curl -so f web/x; cat f; cd /tmp; curl -sO web/name; cat name').out).toBe('GET /x \nGET /name \n');
  });
});

describe('wget', () => {
  test('as small images have it', () => {
    expect(run('/usr/bin/bbwget() { :; }; ln -s bbwget /usr/bin/../bin/x 2>/dev/null; cp /usr/bin/bbwget /tmp/wget; /tmp/wget -qO- web/a; /tmp/wget web/b; cat b; /tmp/wget web/missing; /tmp/wget nosuch.example; /tmp/wget localhost:81')).toEqual({
      out: 'GET /a \nGET /b \n',
      err: [
        'Connecting to web (127.0.0.1:80)',
        "saving to 'b'",
        `b                    100% |${'*'.repeat(32)}|     8  0:00:00 ETA`,
        "'b' saved",
        'Connecting to web (127.0.0.1:80)',
        'wget: server returned error: HTTP/1.1 404 Not Found',
        "wget: bad address 'nosuch.example'",
        'Connecting to localhost (127.0.0.1:81)',
        "wget: can't connect to remote host (localhost): Connection refused",
        '',
      ].join('\n'),
      code: 1,
    });
  });

  test("as GNU's", () => {
    const { out, err } = run('wget -O- web/a; wget -q web/b; cat b; wget -q web/missing; echo $?');
    expect(out).toBe('GET /a \nGET /b \n8\n');
    expect(err).toContain('HTTP request sent, awaiting response... 200 OK\nLength: 8 [text/plain]\nSaving to: ‘STDOUT’');
  });
});

describe('nc', () => {
  test('carries bytes both ways, asks for ports, and says what fails', () => {
    expect(run('echo hello | nc -N localhost 7000; printf "a\\nb\\n" | nc localhost 7000; nc -zv localhost 80; nc -zv localhost 82; echo $?')).toEqual({
      out: 'hello\na\nb\n1\n',
      err: 'Connection to localhost (127.0.0.1) 80 port [tcp/http] succeeded!\nnc: connect to localhost (127.0.0.1) port 82 (tcp) failed: Connection refused\n',
      code: 0,
    });
  });

  test('listens', () => {
    expect(run('nc -l 9000 > got & sleep 1; echo sent | nc localhost 9000; wait; cat got').out).toBe('sent\n');
  });
});

describe('ping', () => {
  test('an address that answers, one that does not, and no name', () => {
    expect(run('ping -c2 web').out).toMatch(/^PING web \(127\.0\.0\.1\) 56\(84\) bytes of data\.\n64 bytes from web \(127\.0\.0\.1\): icmp_seq=1 ttl=64 time=0\.\d{3} ms\n.*\n\n--- web ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss, time 1000ms\nrtt min/);
    expect(run('ping -c2 elsewhere; echo $?').out).toMatch(/2 packets transmitted, 0 received.*100% packet loss[^]*\n1\n$/);
    expect(run('ping -c1 nosuch.example')).toEqual({ out: '', err: 'ping: nosuch.example: Temporary failure in name resolution\n', code: 2 });
  });
});
