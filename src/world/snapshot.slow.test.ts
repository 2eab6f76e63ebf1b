import { expect, test } from 'vitest';
import { Session } from './session.ts';
import { openSnapshot } from './engine/open-snapshot.ts';
import { settle } from './settle.ts';
import { makeUnrest } from './engine/pump.ts';
import { readSnapshot, takeSnapshot } from './snapshot.ts';

const load = () => Promise.reject(new Error('all is here'));

function settled({ world }: Session): void {
  const unrest = makeUnrest(world);
  expect(settle(world.clock, unrest)).toMatchObject({ settled: true });
  unrest.stop();
}

/** Runs a line and answers what it printed. */
function run(session: Session, text: string): string {
  let said = '';
  session.world.commands.ended = ({ stdout, stderr }) => (said = stdout + stderr);
  session.feed({ do: 'command', id: 7, host: 'laptop', text });
  settled(session);
  return said;
}

test('a snapshot carries files, objects and images that were made, and names what it leaves', async () => {
  const first = await Session.open('default', 'snap', load);
  run(first, 'mkdir fish && echo carp > fish/name && printf "FROM busybox:1.36\\nCOPY name /name\\nRUN echo made > /made\\nCMD cat /name /made\\n" > fish/Dockerfile');
  run(first, 'docker build -q -t fish:1 fish; docker build -q -t big:1 - <<< "$(printf \'FROM busybox:1.36\\nRUN head -c 2000000 /dev/urandom > /noise\')"; docker volume create pond; docker create --name bowl fish:1');
  run(first, 'kubectl create configmap kept --from-literal=a=b');
  const text = takeSnapshot(first.world);
  expect(readSnapshot(text).left).toEqual(['image big:1', 'container bowl', 'volume pond']);

  const { session, left } = await openSnapshot('default', 'other', text, load);
  expect(left).toEqual(['image big:1', 'container bowl', 'volume pond']);
  settled(session);
  expect(run(session, 'docker run --rm fish:1; cat fish/name; kubectl get configmap kept -o name')).toBe('carp\nmade\ncarp\nconfigmap/kept\n');
  const made = (of: Session) => of.world.dockers.get('laptop')!.image('fish:1').image.id;
  expect(made(session)).toBe(made(first));
  // What it began with is input like any other: a reload plays it again.
  const again = await Session.replay(session.record, load);
  settled(again);
  expect(made(again)).toBe(made(first));
});

test('what is no snapshot is refused in words', () => {
  expect(() => readSnapshot('{"images": {"archive": "x", "pulls": ["a; rm -rf /"], "pushes": []}}')).toThrow('"images" must hold');
  expect(() => readSnapshot('{"left": [1]}')).toThrow('"left" must be');
});
