/** A session that begins with what a snapshot declared: files saved, images loaded, objects applied by the client, as somebody would by hand. */
import { printJson } from '../../base/index.ts';
import { homeOf } from '../machine.ts';
import { Session, type LoadAsset } from '../session.ts';
import { readSnapshot } from '../snapshot.ts';
import { loadLine } from '../snapshot-images.ts';

/** Throws in words when the text is no snapshot. */
export async function openSnapshot(scenario: string, seed: string, text: string, load: LoadAsset): Promise<{ readonly session: Session; readonly left: readonly string[] }> {
  const { files, objects, images, left } = readSnapshot(text);
  const session = await Session.open(scenario, seed, load);
  const { name: host, user } = session.world.scenario.hosts[0]!;
  const save = (path: string, content: string) => session.feed({ do: 'save', host, path: `${homeOf(user)}/${path}`, text: content });
  for (const [path, content] of Object.entries(files)) save(path, content);
  const run = (line: string) => session.feed({ do: 'command', id: 0, host, text: line });
  if (images) {
    save('.snapshot-images', images.archive);
    run(loadLine(images, '~/.snapshot-images'));
  }
  if (objects.length > 0) {
    save('.snapshot.json', printJson({ apiVersion: 'v1', kind: 'List', items: objects }));
    run('kubectl apply -f ~/.snapshot.json');
  }
  return { session, left };
}
