import { describe, expect, test } from 'vitest';
import { makeCluster, send } from '../test-cluster.ts';

const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
const table = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json';

describe('discovery', () => {
  const old = makeCluster('1.20').server;
  const now = makeCluster('1.36').server;

  test('names groups, versions and resources', () => {
    expect(send(old, 'GET', '/api').json).toMatchObject({ kind: 'APIVersions', versions: ['v1'] });
    const groups = send(old, 'GET', '/apis').json.groups.map((group: { name: string; preferredVersion: { groupVersion: string } }) => group.preferredVersion.groupVersion);
    expect(groups).toEqual([
      'apiregistration.k8s.io/v1', 'apps/v1', 'events.k8s.io/v1', 'authentication.k8s.io/v1', 'authorization.k8s.io/v1', 'autoscaling/v1', 'batch/v1', 'certificates.k8s.io/v1', 'networking.k8s.io/v1',
      'extensions/v1beta1', 'policy/v1beta1', 'rbac.authorization.k8s.io/v1', 'storage.k8s.io/v1', 'admissionregistration.k8s.io/v1', 'apiextensions.k8s.io/v1',
      'scheduling.k8s.io/v1', 'coordination.k8s.io/v1', 'node.k8s.io/v1', 'discovery.k8s.io/v1beta1', 'flowcontrol.apiserver.k8s.io/v1beta1',
    ]);
    const { resources, groupVersion } = send(old, 'GET', '/apis/apps/v1').json;
    expect(groupVersion).toBe('apps/v1');
    expect(resources.map((resource: { name: string }) => resource.name)).toEqual([
      'controllerrevisions', 'daemonsets', 'daemonsets/status', 'deployments', 'deployments/scale', 'deployments/status', 'replicasets',
      'replicasets/scale', 'replicasets/status', 'statefulsets', 'statefulsets/scale', 'statefulsets/status',
    ]);
    expect(resources[3]).toEqual({
      name: 'deployments',
      singularName: 'deployment',
      namespaced: true,
      kind: 'Deployment',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
    });
  });

  test('says which form an eviction has', () => {
    const eviction = (server: typeof old) => send(server, 'GET', '/api/v1').json.resources.find((resource: { name: string }) => resource.name === 'pods/eviction');
    expect(eviction(old)).toMatchObject({ group: 'policy', version: 'v1beta1', kind: 'Eviction' });
    expect(eviction(now)).toMatchObject({ group: 'policy', version: 'v1', kind: 'Eviction' });
  });

  test('is aggregated for clients that ask, from servers that can', () => {
    const answer = send(now, 'GET', '/apis', undefined, { accept: aggregated });
    expect(answer.headers['content-type']).toBe('application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    const apps = answer.json.items.find((item: { metadata: { name: string } }) => item.metadata.name === 'apps');
    expect(apps.versions[0].resources[2]).toMatchObject({
      resource: 'deployments',
      responseKind: { group: 'apps', version: 'v1', kind: 'Deployment' },
      scope: 'Namespaced',
      singularResource: 'deployment',
      subresources: [{ subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } }, { subresource: 'status' }],
    });
    expect(send(old, 'GET', '/apis', undefined, { accept: aggregated }).json.kind).toBe('APIGroupList');
  });

  test('tells the version and the health', () => {
    expect(send(old, 'GET', '/version').json).toMatchObject({ major: '1', minor: '20', gitVersion: 'v1.20.2' });
    expect(send(now, 'GET', '/readyz').text).toBe('ok');
    expect(send(now, 'GET', '/livez?verbose').text).toBe('[+]ping ok\n[+]log ok\n[+]etcd ok\nlivez check passed\n');
    expect(send(now, 'GET', '/nosuch')).toMatchObject({ status: 404, text: '404 page not found\n' });
  });
});

describe('tables have the columns of the release', () => {
  const columns = (release: string, path: string) =>
    send(makeCluster(release).server, 'GET', path, undefined, { accept: table }).json.columnDefinitions.map(
      (column: { name: string; type: string; priority: number }) => `${column.name}:${column.type}${column.priority > 0 ? '(wide)' : ''}`,
    );
  const workload = ['Containers:string(wide)', 'Images:string(wide)', 'Selector:string(wide)'];
  const podTail = ['Age:string', 'IP:string(wide)', 'Node:string(wide)', 'Nominated Node:string(wide)', 'Readiness Gates:string(wide)'];
  const event = ['Last Seen:string', 'Type:string', 'Reason:string', 'Object:string', 'Subobject:string(wide)', 'Source:string(wide)', 'Message:string', 'First Seen:string(wide)', 'Count:string(wide)', 'Name:string(wide)'];

  test.each([
    ['1.20', '/api/v1/pods', ['Name:string', 'Ready:string', 'Status:string', 'Restarts:integer', ...podTail]],
    ['1.36', '/api/v1/pods', ['Name:string', 'Ready:string', 'Status:string', 'Restarts:string', ...podTail]],
    ['1.20', '/apis/apps/v1/deployments', ['Name:string', 'Ready:string', 'Up-to-date:string', 'Available:string', 'Age:string', ...workload]],
    ['1.20', '/apis/apps/v1/replicasets', ['Name:string', 'Desired:integer', 'Current:integer', 'Ready:integer', 'Age:string', ...workload]],
    ['1.20', '/api/v1/services', ['Name:string', 'Type:string', 'Cluster-IP:string', 'External-IP:string', 'Port(s):string', 'Age:string', 'Selector:string(wide)']],
    ['1.20', '/api/v1/endpoints', ['Name:string', 'Endpoints:string', 'Age:string']],
    ['1.20', '/apis/discovery.k8s.io/v1beta1/endpointslices', ['Name:string', 'AddressType:string', 'Ports:string', 'Endpoints:string', 'Age:string']],
    ['1.20', '/api/v1/events', event],
    ['1.20', '/apis/events.k8s.io/v1/events', event],
    ['1.20', '/api/v1/namespaces', ['Name:string', 'Status:string', 'Age:string']],
    ['1.20', '/api/v1/nodes', ['Name:string', 'Status:string', 'Roles:string', 'Age:string', 'Version:string', 'Internal-IP:string(wide)', 'External-IP:string(wide)', 'OS-Image:string(wide)', 'Kernel-Version:string(wide)', 'Container-Runtime:string(wide)']],
    ['1.20', '/api/v1/configmaps', ['Name:string', 'Data:string', 'Age:string']],
    ['1.20', '/api/v1/secrets', ['Name:string', 'Type:string', 'Data:string', 'Age:string']],
    ['1.20', '/api/v1/serviceaccounts', ['Name:string', 'Secrets:string', 'Age:string']],
    ['1.20', '/apis/coordination.k8s.io/v1/leases', ['Name:string', 'Holder:string', 'Age:string']],
  ])('%s %s', (release, path, expected) => expect(columns(release, path)).toEqual(expected));
});

describe('OpenAPI', () => {
  const { server } = makeCluster('1.36');

  test('documents lead from the index to schemas of every kind', () => {
    const { paths } = send(server, 'GET', '/openapi/v3').json;
    expect(Object.keys(paths)).toContain('apis/apps/v1');
    for (const { serverRelativeURL } of Object.values<{ serverRelativeURL: string }>(paths)) {
      const document = send(server, 'GET', serverRelativeURL).json;
      const text = JSON.stringify(document);
      for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)) expect(document.components.schemas).toHaveProperty([name!]);
    }
  });

  test('a patch says that it knows dry runs and field validation', () => {
    const document = send(server, 'GET', '/openapi/v3/apis/apps/v1').json;
    const { patch } = document.paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
    expect(patch['x-kubernetes-group-version-kind']).toEqual({ group: 'apps', version: 'v1', kind: 'Deployment' });
    expect(patch.parameters.map((parameter: { name: string }) => parameter.name)).toEqual(expect.arrayContaining(['dryRun', 'fieldValidation']));
    const spec = document.components.schemas['io.k8s.api.core.v1.PodSpec'];
    expect(spec.properties.containers).toMatchObject({ type: 'array', 'x-kubernetes-patch-merge-key': 'name', description: expect.stringContaining('containers') });
    expect(spec.properties.hostUsers['x-kubarium-without-effect']).toBe(true);
  });

  test('old servers have one document, worded as they were', () => {
    const { definitions } = send(makeCluster('1.20').server, 'GET', '/openapi/v2').json;
    expect(definitions['io.k8s.api.core.v1.Container'].properties.args.description).toContain("docker image's CMD");
    expect(definitions['io.k8s.api.core.v1.Container'].properties).not.toHaveProperty('resizePolicy');
    expect(definitions['io.k8s.api.core.v1.Pod']['x-kubernetes-group-version-kind']).toEqual([{ group: '', version: 'v1', kind: 'Pod' }]);
  });
});
