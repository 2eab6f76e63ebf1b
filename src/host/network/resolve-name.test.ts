import { expect, test } from 'vitest';
import { errorCode } from '../errors.ts';
import { pause } from '../syscall.ts';
import { start, TestWorld } from '../test-machine.ts';
import type { ListenOptions } from './listener.ts';
import { askDns, resolve } from './resolve-name.ts';

test('a DNS server is a listener: answered at once, later, or never', () => {
  const world = new TestWorld();
  const [a, b] = [world.host('a'), world.host('dns')];
  a.files.mkdir('/etc');
  a.files.writeFile('/etc/resolv.conf', 'nameserver 192.168.0.11\nsearch default.svc.cluster.local svc.cluster.local\noptions ndots:5 timeout:1 attempts:2\n');
  const asked: string[] = [];
  const options: ListenOptions = {
    port: 53,
    protocol: 'udp',
    dns: ({ name, type }, answer) => {
      asked.push(name);
      if (name === 'silent.default.svc.cluster.local') return;
      if (name === 'web.svc.cluster.local') b.clock.after(20, 'dns', () => answer({ status: 'NOERROR', records: [{ name, type, ttlS: 5, data: '10.96.0.7' }] }));
      else answer({ status: 'NXDOMAIN', records: [] });
    },
  };
  start(b, function* (p) {
    p.listen(options);
    yield pause();
    return 0;
  });
  world.run(1);
  const results: unknown[] = [];
  start(a, function* () {
    for (const name of ['web', 'silent', 'gone.']) {
      const began = world.clock.now;
      try {
        results.push([...(yield resolve(name))], world.clock.now - began);
      } catch (error) {
        results.push(errorCode(error), world.clock.now - began);
      }
    }
    results.push((yield askDns('192.168.0.11', { name: 'x', type: 'A' })).status);
    return 0;
  });
  world.run();
  expect(results).toEqual([['10.96.0.7'], 20, 'EAI_AGAIN', 2_000, 'ENOTFOUND', 0, 'NXDOMAIN']);
  expect(asked.slice(0, 2)).toEqual(['web.default.svc.cluster.local', 'web.svc.cluster.local']);
});
