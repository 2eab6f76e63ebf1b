// Slips at the terminal and in manifests: what is typed in a live world, and the hint that stands beside the answer.
import { beforeAll, expect, test } from 'vitest';
import type { Fix, HintArgs } from '../../client/index.ts';
import { loadAllAssets } from '../assets.ts';
import { answerValidate } from '../engine/schema-queries.ts';
import { Session } from '../session.ts';
import { TerminalHints } from './terminal-hints.ts';

beforeAll(loadAllAssets);

function typist() {
  const session = new Session('default', 'slips');
  const said: { code: string; args: HintArgs }[] = [];
  const hints = new TerminalHints(session.world.terminals, (_, code, args) => said.push({ code, args }));
  const run = (ms: number) => session.world.clock.run(session.world.clock.now + ms, { stepsMax: 1e6 });
  session.feed({ do: 'open-tty', tty: 'a', host: 'laptop', rows: 24, cols: 80 });
  run(10);
  const type = (text: string, ms = 500) => {
    session.feed({ do: 'line', tty: 'a', text });
    run(ms);
    hints.look();
    return said.splice(0);
  };
  const problems = (text: string, name = 'x.yaml') => answerValidate(session.world, { host: 'laptop', path: `/home/student/${name}`, text });
  return { type, problems };
}

test('a slip at the terminal has its working form, ready to be typed', () => {
  const { type } = typist();
  const slips: Record<string, [code: string, command: string | undefined]> = {
    'kubctl get pods': ['unknown-command', 'kubectl get pods'],
    'kubectl gte pods': ['unknown-verb', 'kubectl get pods'],
    'kubectl get pods --include-uninitialized -A': ['old-flag', 'kubectl get pods -A'],
    'kubectl apply -f ngnix-deployment.yaml': ['no-file', 'kubectl apply -f nginx-deployment.yaml'],
    'kubectl get deployment ghost': ['not-found', 'kubectl get deployments.apps -A'],
    'kubectl explain pods,svc': ['one-explain', 'kubectl explain pods'],
    'docker stop ghost': ['no-container', 'docker ps -a'],
    'docker daemon': ['docker-daemon', undefined],
    'echo ${$(ls)%?}': ['zsh-expansion', undefined],
    [`printf 'apiVersion: apps/v1beta2\\nkind: StatefulSet\\nmetadata: {name: x}\\n' | kubectl apply -f -`]: ['moved-kind', undefined],
  };
  for (const [line, [code, command]] of Object.entries(slips)) {
    const [hint] = type(line);
    expect([hint?.code, hint?.args['command']], line).toEqual([code, command]);
  }
});

test('what went well, and what only speaks of errors, has no hint', () => {
  const { type } = typist();
  expect(type('kubectl get nodes')).toEqual([]);
  expect(type('')).toEqual([]);
  expect(type('xyzzyqwerty')).toEqual([]);
  type('kubectl apply -f nginx-deployment.yaml', 10_000);
  expect(type('kubectl get pods')).toEqual([]);
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
      - name: web
        image: nginx:1.23
`;

function mended(text: string, { line, from, to }: Fix): string {
  const before = text.split('\n').slice(0, line - 1).map((l) => `${l}\n`).join('');
  expect(text.slice(before.length)).toContain(from);
  return before + text.slice(before.length).replace(from, to);
}

test.each([
  ['replicas: 3', 'replics: 3'],
  ['image: nginx', 'imgae: nginx'],
  ['apiVersion: apps/v1', 'apiVersion: apps/v1beta2'],
  ['kind: Deployment', 'kind: deployment'],
  ['replicas: 3', 'replicas: "3"'],
  ['name: web\nspec', 'name: Web\nspec'],
  ['image: nginx:1.23', 'image: nginx: 1.23'],
  ['        image: nginx:1.23', '         image: nginx:1.23'],
  ['        image: nginx:1.23', '       image: nginx:1.23'],
  ['  replicas: 3', '   replicas: 3'],
])('the mend of %j written as %j gives back a file without problems', (right, wrong) => {
  const { problems } = typist();
  const slipped = DEPLOYMENT.replace(right, wrong);
  const found = problems(slipped).find((problem) => problem.fix);
  expect(found?.hint?.code).toBeDefined();
  expect(mended(slipped, found!.fix!)).toBe(DEPLOYMENT);
  expect(problems(DEPLOYMENT)).toEqual([]);
});

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: nginx
spec:
  containers:
  - image: busybox
    name: busybox
  restartPolicy: Always
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: nginx
spec:
  selector:
    app: nginx
  ports:
  - protocol: TCP
    port: 80
`;

// Row Q01. The first column is the file as it was meant; the last what a hint says of the slip.
test.each([
  [DEPLOYMENT, 'kind: Deployment', 'kind: deployment', 'kind-case'],
  [DEPLOYMENT, 'apps/v1', 'apps/v1beta2', 'moved-kind'],
  [DEPLOYMENT, 'nginx:1.23', 'nginx: 1.7.9', 'yaml-mapping'],
  [DEPLOYMENT, 'replicas: 3', 'replicas: 3    //so many', 'yaml-comment'],
  [SERVICE, 'protocol', 'protocal', 'meant'],
  [SERVICE, 'selector', 'selectors', 'meant'],
  [POD, 'Always', 'always', 'meant'],
  [POD, 'spec:\n', 'selectors:\n  matchlabels:\n    tier: cache\nspec:\n', 'no-place'],
  [POD, 'spec:\n', 'spec:\n  selectors: {tier: cache}\n', 'no-place'],
  [POD, '    name: busybox', '     name: busybox', 'yaml-indent'],
])('a slip of the notes is told and mended: in %#', (meant, right, wrong, code) => {
  const { problems } = typist();
  const slipped = meant.replace(right, wrong);
  const found = problems(slipped).find((problem) => problem.fix);
  expect(found).toMatchObject({ severity: 'error', hint: { code } });
  const whole = mended(slipped, found!.fix!);
  expect(problems(whole)).toEqual([]);
  expect(whole.replace('1.7.9', '1.23').replace('    #so many', '')).toBe(meant);
});

test('an instruction that no Dockerfile has is told before the build, and mended', () => {
  const { problems } = typist();
  const slipped = 'FROM busybox\n\nENTERYPOINT ["sleep"]\n';
  const [found, ...more] = problems(slipped, 'site/Dockerfile');
  expect(more).toEqual([]);
  expect(found).toMatchObject({ line: 3, message: 'dockerfile parse error on line 3: unknown instruction: ENTERYPOINT (did you mean ENTRYPOINT?)', hint: { code: 'meant' } });
  expect(problems(mended(slipped, found!.fix!), 'site/Dockerfile')).toEqual([]);
  expect(problems('FROM busybox\nXYZZY\n', 'Dockerfile')).toMatchObject([{ line: 2, severity: 'error' }]);
});
