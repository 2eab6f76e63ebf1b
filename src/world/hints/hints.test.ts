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
  const problems = (text: string) => answerValidate(session.world, { host: 'laptop', path: '/home/student/x.yaml', text });
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
  const lines = text.split('\n');
  lines[line - 1] = lines[line - 1]!.replace(from, to);
  return lines.join('\n');
}

test.each([
  ['replicas: 3', 'replics: 3'],
  ['image: nginx', 'imgae: nginx'],
  ['apiVersion: apps/v1', 'apiVersion: apps/v1beta2'],
  ['kind: Deployment', 'kind: deployment'],
  ['replicas: 3', 'replicas: "3"'],
  ['name: web\nspec', 'name: Web\nspec'],
  ['image: nginx:1.23', 'image: nginx: 1.23'],
])('the mend of %j written as %j gives back a file without problems', (right, wrong) => {
  const { problems } = typist();
  const slipped = DEPLOYMENT.replace(right, wrong);
  const found = problems(slipped).find((problem) => problem.fix);
  expect(found?.hint?.code).toBeDefined();
  expect(mended(slipped, found!.fix!)).toBe(DEPLOYMENT);
  expect(problems(DEPLOYMENT)).toEqual([]);
});
