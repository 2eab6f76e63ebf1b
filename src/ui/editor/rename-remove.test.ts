import { expect, test } from 'vitest';
import type { Client } from '../../client/index.ts';
import { EditorDesk } from './editor-desk.ts';
import { renameFile } from './rename-remove.ts';

/** A machine whose folder has a file and a folder. */
function open() {
  const commands: string[] = [];
  const client = {
    ask: async (name: string) => (name === 'folder' ? ['a.yaml', 'charts'].map((entry) => ({ name: entry, type: entry === 'charts' ? 'folder' : 'file', sizeBytes: 0 })) : null),
    command: async (_host: string, command: string) => {
      commands.push(command);
      return { exitCode: 0, stdout: '', stderr: '' };
    },
  } as unknown as Client;
  return { client, commands, desk: new EditorDesk(client) };
}

test('a file does not take the name of a folder: it would be moved into it', async () => {
  const { client, commands, desk } = open();
  await renameFile(client, desk, 'laptop', '/root/a.yaml', 'charts');
  expect(commands).toEqual([]);
  expect(desk.store.getState().said).toEqual({ is: 'taken', path: '/root/charts' });
});

test('what was said is put away when another file is opened, but for a removal that can be undone', async () => {
  const { client, commands, desk } = open();
  await renameFile(client, desk, 'laptop', '/root/a.yaml', 'charts');
  desk.takeEdit({ edit: 1, host: 'laptop', path: '/tmp/edit.yaml', text: '' });
  expect(desk.store.getState().said).toBeUndefined();
  desk.removed('laptop', '/root/a.yaml', 'one');
  desk.open('laptop', '/root/b.yaml');
  expect(desk.store.getState().said).toMatchObject({ is: 'removed' });
  expect(commands).toEqual([]);
});
