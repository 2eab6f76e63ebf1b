import { beforeAll, expect, it } from 'vitest';
import { Outbox, type CheckRow } from '../client/index.ts';
import { loadAllAssets, Session } from '../world/index.ts';
import { judgeBeside } from './index.ts';

const files = Object.fromEntries(
  Object.entries({
    'l/lesson.yaml': 'scenario: default\nminutes: 5\ntitle: {en: T, zh: 题}\nsummary: {en: S, zh: 要}\n',
    'l/01-one.en.md': "---\ntitle: One\nchecks:\n- file: /home/student/a\n  exists: true\n  say: It is there.\n---\nText\n",
    'l/01-one.zh.md': '---\ntitle: 一\nsay: [在。]\n---\n文\n',
    'l/solution.script': '# step: one\n$ true\n',
  }).map(([path, text]) => [path, () => Promise.resolve(text)]),
);

beforeAll(loadAllAssets);

it('writes how the checks of the open step stand, and takes them back when it is closed', async () => {
  const session = new Session('default', '1');
  const outbox = new Outbox();
  const watching = judgeBeside(() => Promise.resolve(files))(session, outbox);
  const rows = (): readonly CheckRow[] => {
    watching.look();
    const { patch, seq } = outbox.take();
    outbox.ack(seq);
    return patch.checks?.puts ?? [];
  };
  expect(rows()).toEqual([]);
  await watching.lesson('l', 0);
  expect(rows()).toMatchObject([{ id: 'one/0', lesson: 'l', step: 0, index: 0, state: 'waiting' }]);
  session.feed({ do: 'save', host: 'laptop', path: '/home/student/a', text: 'x' });
  expect(rows()).toMatchObject([{ state: 'passed' }]);
  await watching.lesson('', 0);
  watching.look();
  expect(outbox.take().patch.checks).toEqual({ puts: [], drops: ['one/0'] });
});

it('says which lessons there are when it is asked for another', async () => {
  const watching = judgeBeside(() => Promise.resolve(files))(new Session('default', '1'), new Outbox());
  await expect(watching.lesson('m', 0)).rejects.toThrow('no lesson "m"; there are l');
});

it('hears the answers that requests get, and keeps the moment at which one was not to come', async () => {
  const checks = "checks:\n- http: 'GET 127.0.0.1:8080/$'\n  is: 200\n  say: Answers.\n- http: ':8080/missing'\n  is: 404\n  when: never\n  say: Nothing is missing.\n";
  const own = { ...files, 'l/01-one.en.md': () => Promise.resolve(`---\ntitle: One\n${checks}---\nText\n`), 'l/01-one.zh.md': () => Promise.resolve('---\ntitle: 一\nsay: [有。, 无。]\n---\n文\n') };
  const session = new Session('default', '1');
  const outbox = new Outbox();
  const watching = judgeBeside(() => Promise.resolve(own))(session, outbox);
  await watching.lesson('l', 0);
  const type = (text: string, ms: number) => {
    session.feed({ do: 'line', tty: 'a', text });
    session.world.clock.run(session.world.clock.now + ms, { stepsMax: 1e6 });
    watching.look();
    const { patch, seq } = outbox.take();
    outbox.ack(seq);
    return patch.checks?.puts.map(({ index, state, saw }) => [index, state, saw]);
  };
  session.feed({ do: 'open-tty', tty: 'a', host: 'laptop', rows: 24, cols: 80 });
  expect(type('curl -s http://127.0.0.1:8080/', 100)).toEqual([[0, 'waiting', 'ECONNREFUSED'], [1, 'waiting', '']]);
  type('docker run -d -p 8080:80 nginx', 30_000);
  expect(type('curl -s http://127.0.0.1:8080/', 100)).toEqual([[0, 'passed', '']]);
  expect(type('curl -s http://127.0.0.1:8080/missing', 100)).toEqual([[1, 'broken', '404']]);
});
