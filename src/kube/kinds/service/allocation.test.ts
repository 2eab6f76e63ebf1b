import { describe, expect, test } from 'vitest';
import { makeCluster, send } from '../../api/test-cluster.ts';

const path = '/api/v1/namespaces/default/services';
const ports = [{ port: 80 }];

function start(release = '1.36') {
  const { server } = makeCluster(release);
  const make = (name: string, spec: object) => send(server, 'POST', path, { metadata: { name }, spec: { ports, ...spec } }).json;
  const change = (name: string, spec: object) => send(server, 'PATCH', `${path}/${name}`, { spec }, { type: 'strategic' }).json;
  return { server, make, change };
}

describe('a service', () => {
  test('gets an address of the range, its own', () => {
    const { make } = start();
    const addresses = Array.from({ length: 50 }, (_, i) => make(`s${i}`, {}).spec.clusterIP as string);
    expect(new Set(addresses).size).toBe(50);
    for (const address of addresses) expect(address).toMatch(/^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/);
  });

  test('is filled in as its release does', () => {
    const { clusterIP, clusterIPs, ...spec } = start('1.20').make('web', { type: 'NodePort' }).spec;
    expect(clusterIPs).toEqual([clusterIP]);
    expect(spec).toEqual({
      externalTrafficPolicy: 'Cluster',
      ports: [{ nodePort: expect.any(Number), port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      type: 'NodePort',
    });
    expect(start('1.36').make('web', {}).spec).toMatchObject({ internalTrafficPolicy: 'Cluster', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' });
  });

  test('keeps its address and ports when they are left out', () => {
    const { make, server } = start();
    const before = make('web', { type: 'NodePort' });
    const after = send(server, 'PUT', `${path}/web`, { metadata: { name: 'web' }, spec: { type: 'NodePort', ports: [{ port: 80, targetPort: 8080 }] } }).json;
    expect(after.spec.clusterIP).toBe(before.spec.clusterIP);
    expect(after.spec.ports[0]).toMatchObject({ nodePort: before.spec.ports[0].nodePort, targetPort: 8080 });
  });

  test('does not change its address', () => {
    const { make, change } = start();
    make('web', {});
    expect(change('web', { clusterIP: '10.96.0.200', clusterIPs: ['10.96.0.200'] }).message).toBe(
      'Service "web" is invalid: spec.clusterIPs[0]: Invalid value: ["10.96.0.200"]: may not change once set',
    );
  });

  test('gives up its node port with the type that needed it', () => {
    const { make, change } = start();
    const { nodePort } = make('web', { type: 'NodePort' }).spec.ports[0];
    const after = change('web', { type: 'ClusterIP', externalTrafficPolicy: null });
    expect(after.spec.ports[0].nodePort).toBeUndefined();
    expect(make('other', { type: 'NodePort', ports: [{ port: 80, nodePort }] }).spec.ports[0].nodePort).toBe(nodePort);
  });

  test('without an address has none', () => {
    const { make } = start();
    expect(make('headless', { clusterIP: 'None' }).spec.clusterIPs).toEqual(['None']);
    expect(make('name', { type: 'ExternalName', externalName: 'example.com', ports: undefined }).spec.clusterIP).toBeUndefined();
  });

  test.each([
    [{ clusterIP: '10.96.0.1' }, 'spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated'],
    [{ clusterIP: '1.2.3.4' }, 'spec.clusterIPs: Invalid value: ["1.2.3.4"]: failed to allocate IP 1.2.3.4: the provided IP (1.2.3.4) is not in the valid range. The range of valid IPs is 10.96.0.0/12'],
    [{ clusterIP: 'x' }, 'spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    [{ ports: [] }, 'spec.ports: Required value'],
    [{ ports: [{ port: 80 }, { port: 81 }] }, '[spec.ports[0].name: Required value, spec.ports[1].name: Required value]'],
    [{ ports: [{ port: 0 }] }, '[spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive, spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive]'],
    [{ ports: [{ port: 80, nodePort: 30_080 }] }, "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    [{ type: 'Sideways' }, 'spec.type: Unsupported value: "Sideways": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"'],
    [{ type: 'NodePort', clusterIP: 'None' }, "spec.clusterIPs[0]: Invalid value: \"None\": may not be set to 'None' for NodePort services"],
  ])('is refused: %j', (spec, why) => {
    const { make } = start();
    expect(make('bad', spec).message).toBe(`Service "bad" is invalid: ${why}`);
  });

  test('is named by a label that begins with a letter', () => {
    const { make } = start();
    expect(make('1a', {}).message).toContain("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character");
  });
});
