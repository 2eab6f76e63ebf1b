import { describe, expect, it } from 'vitest';
import { DockerWorld } from './docker-world.ts';
import { masked, played, stepsOf } from './transcript.ts';

function expectTranscript(world: DockerWorld, transcript: string): void {
  for (const { command, expected } of stepsOf(transcript)) expect(played(world, command)).toBe(`$ ${command}\n${expected}`);
}

describe('docker run', () => {
  it('prints what the container prints and ends as it ends', () => {
    expectTranscript(new DockerWorld(), String.raw`
$ docker run --rm busybox:1.35 echo hi
hi
$ docker run --name ex3 busybox:1.35 sh -c "exit 3"
exit 3
$ echo "from stdin" | docker run --rm -i busybox:1.35 cat
from stdin
$ docker run --name lg busybox:1.35 sh -c "echo out; echo err >&2"
out
stderr:
err`);
  });

  it('refuses in the words of the real client and engine', () => {
    const world = new DockerWorld();
    world.hub();
    const more = "\n\nRun 'docker run --help' for more information\n";
    const refusals: readonly (readonly [string, string, number])[] = [
      ['docker run', "docker: 'docker run' requires at least 1 argument\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]\n\nSee 'docker run --help' for more information\n", 1],
      ['docker run --nosuch x', `unknown flag: --nosuch\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]${more}`, 125],
      ['docker run -p abc:def busybox:1.35', `docker: invalid containerPort: def${more}`, 125],
      ['docker run -e =x busybox:1.35 true', `invalid argument "=x" for "-e, --env" flag: invalid environment variable: =x\n\nUsage:  docker run [OPTIONS] IMAGE [COMMAND] [ARG...]${more}`, 125],
      ['docker run --memory 1k busybox:1.35 true', `docker: Error response from daemon: Minimum memory limit allowed is 6MB${more}`, 125],
      ['docker run --network nosuch busybox:1.35 true', `docker: Error response from daemon: network nosuch not found${more}`, 125],
      ['docker run Invalid:UP:per', `docker: invalid reference format: repository name (library/Invalid) must be lowercase${more}`, 125],
      ['docker run nosuch', `Unable to find image 'nosuch:latest' locally\ndocker: Error response from daemon: pull access denied for nosuch, repository does not exist or may require 'docker login': denied: requested access to the resource is denied${more}`, 125],
      ['docker run --rm busybox:1.35 /etc/passwd', `docker: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "/etc/passwd": permission denied: unknown${more}`, 126],
      ['docker run --rm busybox:1.35 nosuchcmd', `docker: Error response from daemon: failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "nosuchcmd": executable file not found in $PATH: unknown${more}`, 127],
    ];
    for (const [line, err, code] of refusals) expect({ line, ...world.sh(line) }).toEqual({ line, out: '', err, code });
    expect(world.sh('docker ps -aq -f status=created').out).toMatch(/^[0-9a-f]{12}\n$/); // the one without a network stays, --rm takes the others
  });

  it('publishes a port, keeps a volume, and refuses the same port and name again', () => {
    const world = new DockerWorld(['busybox:1.35', 'nginx:1.23']);
    expectTranscript(world, `
$ docker run -d --name web -p 8080:80 -e A=1 -v data1:/data --label k=v nginx:1.23
<long>
$ docker ps
CONTAINER ID   IMAGE        COMMAND                  CREATED                  STATUS                  PORTS                                     NAMES
<id>   nginx:1.23   "/docker-entrypoint.…"   Less than a second ago   Up Less than a second   0.0.0.0:8080->80/tcp, [::]:8080->80/tcp   web
$ docker port web
80/tcp -> 0.0.0.0:8080
80/tcp -> [::]:8080
$ docker run --rm busybox:1.35 wget -qO- http://172.17.0.1:8080/ | grep title
<title>Welcome to nginx!</title>
$ docker inspect -f '{{.State.Status}} {{.NetworkSettings.IPAddress}} {{json .NetworkSettings.Ports}}' web
running 172.17.0.2 {"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"},{"HostIp":"::","HostPort":"8080"}]}
$ docker volume rm data1
stderr:
Error response from daemon: remove data1: volume is in use - [<long>]
exit 1
$ docker rm web
stderr:
Error response from daemon: cannot remove container "/web": container is running: stop the container before removing or force remove
exit 1
$ docker rm -f web
web`);
    expect(world.engine.ports.publish({ '80/tcp': [{ HostPort: '8080' }] }, '172.17.0.9').ports).toHaveLength(1); // free again
  });

  it('keeps the terminal in lines and hands Ctrl-C and Ctrl-D on', () => {
    const world = new DockerWorld();
    const terminal = world.terminal('docker run --rm -it busybox:1.35 sh; echo code $?');
    const type = (act: () => void): void => {
      world.run(10);
      act();
    };
    type(() => terminal.tty.line('echo hello; cat'));
    type(() => terminal.tty.line('typed'));
    type(() => expect(terminal.tty.mode).toMatchObject({ canonical: true, signals: false }));
    type(() => terminal.tty.eof());
    type(() => terminal.tty.line('sleep 100'));
    type(() => terminal.tty.interrupt());
    type(() => terminal.tty.line('exit 4'));
    world.run(10);
    expect(terminal.shown()).toContain('hello\ntyped\n');
    expect(terminal.shown()).toMatch(/code 4\n$/);
    expect(terminal.tty.mode).toMatchObject({ canonical: true, signals: true });
    expect(world.clock.now).toBeLessThan(1000);
  });
});

describe('docker build, commit and images', () => {
  const dockerfile = 'FROM busybox:1.35\nENV GREETING=hello\nWORKDIR /app\nCOPY hello.sh .\nRUN chmod +x hello.sh && rm /etc/group\nCMD ["./hello.sh"]\n';

  it('builds by steps, then from the cache, and runs what was built', () => {
    const world = new DockerWorld().file('/root/app/Dockerfile', dockerfile).file('/root/app/hello.sh', '#!/bin/sh\necho hi $GREETING\n');
    const { out, err, code } = world.sh('docker build -t app:1.0 app');
    expect({ out: masked(out), code }).toEqual({
      code: 0,
      out: [
        'Sending build context to Docker daemon  3.072kB',
        'Step 1/6 : FROM busybox:1.35\n ---> <id>',
        'Step 2/6 : ENV GREETING=hello\n ---> Running in <id>\n ---> Removed intermediate container <id>\n ---> <id>',
        'Step 3/6 : WORKDIR /app\n ---> Running in <id>\n ---> Removed intermediate container <id>\n ---> <id>',
        'Step 4/6 : COPY hello.sh .\n ---> <id>',
        'Step 5/6 : RUN chmod +x hello.sh && rm /etc/group\n ---> Running in <id>\n ---> Removed intermediate container <id>\n ---> <id>',
        'Step 6/6 : CMD ["./hello.sh"]\n ---> Running in <id>\n ---> Removed intermediate container <id>\n ---> <id>',
        'Successfully built <id>\nSuccessfully tagged app:1.0\n',
      ].join('\n'),
    });
    expect(err).toMatch(/^DEPRECATED: The legacy builder is deprecated/);
    expect(world.sh('docker build -t app:2 app').out.match(/Using cache/g)).toHaveLength(5);
    expectTranscript(world, `
$ docker run --rm app:2
hi hello
$ docker rmi app:2
Untagged: app:2
$ docker diff nosuch
stderr:
Error response from daemon: No such container: nosuch
exit 1`);
  });

  it('saves, loads, exports, imports and copies', () => {
    expectTranscript(new DockerWorld(), String.raw`
$ docker run --name c1 busybox:1.35 sh -c "echo x > /new"
$ docker commit c1 mine:1
<long>
$ docker save -o app.tar mine:1
$ docker export -o c1.tar c1
$ docker cp c1:/new got; cat got
x
$ docker rm c1
c1
$ docker rmi mine:1
Untagged: mine:1
Deleted: <long>
Deleted: <long>
$ docker load -i app.tar
Loaded image: mine:1
$ docker run --rm mine:1 cat /new
x
$ docker import -c "CMD cat /new" c1.tar imp:1
<long>
$ docker run --rm imp:1
x
$ docker commit -c "RUN x" c1
stderr:
Error response from daemon: No such container: c1
exit 1
$ docker load -i nosuch.tar
stderr:
open nosuch.tar: no such file or directory
exit 1`);
  });

  it('commits what a container has changed', () => {
    expectTranscript(new DockerWorld(), String.raw`
$ docker run --name c1 busybox:1.35 sh -c "echo x > /new; rm /etc/group"
$ docker diff c1
C /etc
D /etc/group
A /new
$ docker commit -m "my change" -c 'CMD ["cat","/new"]' c1 mine:v1
<long>
$ docker run --rm mine:v1
x
$ docker rmi busybox:1.35
stderr:
Error response from daemon: conflict: unable to remove repository reference "busybox:1.35" (must force) - container <id> is using its referenced image <id>
exit 1
$ docker rm c1 nosuch
c1
stderr:
Error response from daemon: No such container: nosuch
exit 1
$ docker images
REPOSITORY   TAG       IMAGE ID       CREATED                  SIZE
mine         v1        <id>   Less than a second ago   1.98MB
busybox      1.35      <id>   2 years ago              1.98MB`);
  });
});

describe('a container over time', () => {
  it('is stopped with grace, followed, and restarted by policy', () => {
    const world = new DockerWorld();
    world.sh('docker run -d --name tick busybox:1.35 sh -c "i=0; while :; do i=\\$((i+1)); echo tick \\$i; sleep 1; done"');
    world.run(1200);
    const followed = world.begin('docker logs -f --tail 1 tick');
    world.run(2000);
    expect(followed.out()).toBe('tick 2\ntick 3\ntick 4\n');
    const before = world.clock.now;
    expect(world.sh('docker stop -t 2 tick').out).toBe('tick\n');
    expect(world.clock.now - before).toBe(2000);
    expect(world.sh("docker ps -a --format '{{.Names}} {{.Status}}'").out).toBe('tick Exited (137) Less than a second ago\n');
    world.run(1);
    expect(followed.code()).toBe(0);
    world.sh('docker run -d --name crash --restart on-failure:2 busybox:1.35 sh -c "echo boom; exit 1"');
    world.run(3000);
    expect(world.sh("docker logs crash; docker inspect -f '{{.RestartCount}} {{.State.Status}}' crash").out).toBe('boom\nboom\nboom\n2 exited\n');
  });

  it('has its health checked', () => {
    const world = new DockerWorld();
    const status = (): string => world.sh("docker ps --format '{{.Status}}'").out;
    world.sh('docker run -d --name hc --health-cmd "test -f /ok" --health-interval 1s --health-retries 2 busybox:1.35 sleep 100');
    expect(status()).toBe('Up Less than a second (health: starting)\n');
    world.run(3500);
    expect(status()).toBe('Up 3 seconds (unhealthy)\n');
    world.sh('docker exec hc touch /ok');
    world.run(2000);
    expect(status()).toBe('Up 5 seconds (healthy)\n');
  });

  it('outlives a crash of the daemon, but not its orderly end', () => {
    const world = new DockerWorld();
    world.sh('docker run -d --name stays --restart always busybox:1.35 sleep 1000');
    const { pid } = world.host.init.status('docker')!;
    world.host.kernel.send(world.host.processes.get(pid!)!, 'SIGKILL');
    expect(world.engine.containers.find('stays')?.isRunning).toBe(true);
    expect(world.sh('docker ps').err).toBe('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?\n');
    world.run(1000);
    expect(world.sh('docker ps -q').out).toMatch(/^[0-9a-f]{12}\n$/);
    world.host.init.stop('docker');
    world.run(20_000);
    expect(world.engine.containers.find('stays')?.isRunning).toBe(false);
    world.host.init.start('docker');
    world.run(100);
    expect(world.engine.containers.find('stays')?.isRunning).toBe(true);
  });

  it('finds its neighbours by name on a network of people', () => {
    const world = new DockerWorld(['busybox:1.35', 'nginx:1.23']);
    expectTranscript(world, `
$ docker network create net1
<long>
$ docker run -d --name n1 --network net1 nginx:1.23
<long>
$ docker run --rm --network net1 busybox:1.35 wget -qO- http://n1/ | grep title
<title>Welcome to nginx!</title>
$ docker network rm net1
stderr:
Error response from daemon: error while removing network: network net1 id <long> has active endpoints
exit status 1
exit 1
$ docker run -d --name both busybox:1.35 sleep 100
<long>
$ docker network connect net1 both
$ docker exec both wget -qO- http://172.18.0.2/ | grep title
<title>Welcome to nginx!</title>
$ docker rm -f n1 both
n1
both
$ docker network rm net1
net1`);
  });
});
