import { describe, expect, test } from 'vitest';
import { makeCluster, send } from '../test-cluster.ts';

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const pods = '/api/v1/namespaces/default/pods';
const nameRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

function deployment(name: string) {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: 'web' } },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'nginx', image: 'nginx:1.22' }] } },
    },
  };
}

function wrong() {
  const object = deployment('Bad_Name');
  return {
    ...object,
    spec: { ...object.spec, replicas: -1, template: { metadata: { labels: { app: 'b' } }, spec: { containers: [{ name: 'nginx' }] } } },
  };
}

/** A message with its causes, as kubectl prints an Invalid. */
function causes(answer: ReturnType<typeof send>): string[] {
  return answer.json.details.causes.map((cause: { field: string; message: string }) => `${cause.field}: ${cause.message}`);
}

describe('refusals in the words of 1.20', () => {
  const { server } = makeCluster('1.20');
  send(server, 'POST', deployments, deployment('web'));

  test('an object with several mistakes names them all', () => {
    const answer = send(server, 'POST', deployments, wrong());
    expect(answer.status).toBe(422);
    expect(causes(answer)).toEqual([
      `metadata.name: Invalid value: "Bad_Name": ${nameRule}`,
      'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
      'spec.template.metadata.labels: Invalid value: map[string]string{"app":"b"}: `selector` does not match template `labels`',
      'spec.template.spec.containers[0].image: Required value',
    ]);
    expect(answer.json.message.startsWith('Deployment.apps "Bad_Name" is invalid: [metadata.name: Invalid value: ')).toBe(true);
  });

  test('a pod and its container with a bad name', () => {
    const answer = send(server, 'POST', pods, { kind: 'Pod', metadata: { name: 'X' }, spec: { containers: [{ name: 'X', image: 'a' }] } });
    expect(causes(answer)).toEqual([
      `metadata.name: Invalid value: "X": ${nameRule}`,
      "spec.containers[0].name: Invalid value: \"X\": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
    ]);
  });

  test.each([
    ['POST', deployments, deployment('web'), 409, 'AlreadyExists', 'deployments.apps "web" already exists'],
    ['GET', `${pods}/nosuch`, undefined, 404, 'NotFound', 'pods "nosuch" not found'],
    ['POST', '/api/v1/namespaces/nosuchns/pods', { metadata: { name: 'y' }, spec: { containers: [{ name: 'y', image: 'nginx' }] } }, 404, 'NotFound', 'namespaces "nosuchns" not found'],
    ['DELETE', '/api/v1/namespaces/default', undefined, 403, 'Forbidden', 'namespaces "default" is forbidden: this namespace may not be deleted'],
    ['GET', '/apis/apps/v1/nosuch', undefined, 404, 'NotFound', 'the server could not find the requested resource'],
    ['POST', pods, '{"kind":', 400, 'BadRequest', "the object provided is unrecognized (must be of type Object): couldn't get version/kind; json parse error: unexpected end of JSON input"],
    ['POST', pods, { apiVersion: 'apps/v1', kind: 'Pod' }, 400, 'BadRequest', 'the API version in the data (apps/v1) does not match the expected API version (v1)'],
    ['POST', pods, { metadata: { name: 'a', namespace: 'b' } }, 400, 'BadRequest', 'the namespace of the provided object does not match the namespace sent on the request'],
    ['POST', '/api/v1/pods', { metadata: { name: 'a', namespace: 'default' } }, 405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource'],
    ['PUT', `${deployments}/web`, deployment('other'), 400, 'BadRequest', 'the name of the object (other) does not match the name on the URL (web)'],
  ])('%s %s', (method, path, body, status, reason, message) => {
    expect(send(server, method, path, body).json).toMatchObject({ kind: 'Status', status: 'Failure', code: status, reason, message });
  });

  test('a replace of another revision', () => {
    const live = send(server, 'GET', `${deployments}/web`).json;
    const answer = send(server, 'PUT', `${deployments}/web`, { ...live, metadata: { ...live.metadata, resourceVersion: '1' } });
    expect(answer.json).toMatchObject({
      code: 409,
      reason: 'Conflict',
      message: 'Operation cannot be fulfilled on deployments.apps "web": the object has been modified; please apply your changes to the latest version and try again',
    });
  });

  test('a selector does not change', () => {
    const answer = send(server, 'PATCH', `${deployments}/web`, { spec: { selector: { matchLabels: { app: 'zzz' } } } }, { type: 'strategic' });
    expect(causes(answer)).toEqual([
      'spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: `selector` does not match template `labels`',
      'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"zzz"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
    ]);
  });

  test('a pod keeps its node', () => {
    send(server, 'POST', pods, { metadata: { name: 'a' }, spec: { nodeName: 'orc', containers: [{ name: 'a', image: 'nginx' }] } });
    const answer = send(server, 'PATCH', `${pods}/a`, { spec: { nodeName: 'x' } }, { type: 'strategic' });
    expect(answer.json.message).toBe(
      [
        'Pod "a" is invalid: spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, `spec.activeDeadlineSeconds` or `spec.tolerations` (only additions to existing tolerations)',
        '  core.PodSpec{',
        '  \t... // 9 identical fields',
        '  \tServiceAccountName:           "default",',
        '  \tAutomountServiceAccountToken: nil,',
        '- \tNodeName:                     "x",',
        '+ \tNodeName:                     "orc",',
        '  \tSecurityContext:              &{},',
        '  \tImagePullSecrets:             nil,',
        '  \t... // 16 identical fields',
        '  }',
        '',
      ].join('\n'),
    );
  });

  test('labels of a node', () => {
    send(server, 'POST', '/api/v1/nodes', { metadata: { name: 'orc' } });
    const answer = send(server, 'PATCH', '/api/v1/nodes/orc', { metadata: { labels: { 'bad key': '1' } } }, { type: 'strategic' });
    expect(answer.json.message).toBe(
      "Node \"orc\" is invalid: metadata.labels: Invalid value: \"bad key\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    );
  });

  test('a patch that is no object', () => {
    const answer = send(server, 'PATCH', `${deployments}/web`, '"not json"', { type: 'strategic' });
    expect(answer.json).toMatchObject({ code: 400, message: 'json: cannot unmarshal string into Go value of type map[string]interface {}' });
  });

  test('a node port out of range', () => {
    const body = { metadata: { name: 'np' }, spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 99 }] } };
    expect(send(server, 'POST', '/api/v1/namespaces/default/services', body).json.message).toBe(
      'Service "np" is invalid: spec.ports[0].nodePort: Invalid value: 99: provided port is not in the valid range. The range of valid ports is 30000-32767',
    );
  });

  test('a user without a role', () => {
    expect(send(server, 'GET', pods, undefined, { user: 'bob' }).json.message).toBe(
      'pods is forbidden: User "bob" cannot list resource "pods" in API group "" in the namespace "default"',
    );
    expect(send(server, 'POST', deployments, deployment('z'), { user: 'bob' }).json.message).toBe(
      'deployments.apps is forbidden: User "bob" cannot create resource "deployments" in API group "apps" in the namespace "default"',
    );
  });
});

describe('refusals in the words of 1.36', () => {
  const { server } = makeCluster('1.36');

  test('values are shown as JSON', () => {
    expect(causes(send(server, 'POST', deployments, wrong()))).toContain(
      'spec.template.metadata.labels: Invalid value: {"app":"b"}: `selector` does not match template `labels`',
    );
  });

  test('unknown fields are refused, warned of or dropped, as asked', () => {
    const object = { metadata: { name: 'a' }, spec: { containers: [{ name: 'a', image: 'nginx', portz: [] }] }, extra: 1 };
    expect(send(server, 'POST', `${pods}?fieldValidation=Strict`, object).json).toMatchObject({
      code: 400,
      message: 'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.containers[0].portz", unknown field "extra"',
    });
    const warned = send(server, 'POST', `${pods}?dryRun=All`, object);
    expect(warned.status).toBe(201);
    expect(warned.headers['warning']).toBe('299 - "unknown field \\"spec.containers[0].portz\\"", 299 - "unknown field \\"extra\\""');
    expect(send(server, 'POST', `${pods}?fieldValidation=Ignore`, object).headers['warning']).toBeUndefined();
  });

  test.each([
    [{ spec: { replicas: 'three' } }, 'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [{ spec: { template: { spec: { containers: { name: 'a' } } } } }, 'json: cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container'],
    [{ metadata: { labels: { a: 1 } } }, 'json: cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string'],
    [{ spec: { replicas: 1.5 } }, 'json: cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32'],
    [{ spec: { template: { spec: { containers: [{ resources: { limits: { cpu: 'lots' } } }] } } } }, "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
  ])('a wrong type: %j', (object, why) => {
    expect(send(server, 'POST', deployments, object).json.message).toBe(`Deployment in version "v1" cannot be handled as a Deployment: ${why}`);
  });
});
