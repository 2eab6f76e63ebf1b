import { expect, test } from 'vitest';
import type { Client, Input } from '../../client/index.ts';
import { EditorDesk, isDirty } from './editor-desk.ts';

const KEY = 'laptop:/root/a.yaml';

/** A machine with one file, whose answers come when they are let go. */
function open() {
  const inputs: Input[] = [];
  const machine = { text: 'one' as string | undefined };
  const client = {
    input: (input: Input) => {
      inputs.push(input);
      if (input.do === 'save') machine.text = input.text;
    },
    ask: async () => (machine.text === undefined ? null : { text: machine.text.slice(0, 1 << 20), binary: false, sizeBytes: new Blob([machine.text]).size, truncated: machine.text.length > 1 << 20, modifiedMs: 0, writable: true }),
  };
  const desk = new EditorDesk(client as unknown as Client);
  return { desk, inputs, machine, file: () => desk.get(KEY)! };
}

async function begun() {
  const parts = open();
  parts.desk.open('laptop', '/root/a.yaml');
  await parts.desk.look(KEY);
  return parts;
}

test('a file that changes on its machine changes here, unless somebody has edited it: then both are offered', async () => {
  const { desk, machine, file } = await begun();
  expect(file()).toMatchObject({ text: 'one', saved: 'one', state: 'text' });
  machine.text = 'two';
  await desk.look(KEY);
  expect(file()).toMatchObject({ text: 'two', saved: 'two', theirs: undefined });
  desk.typed(KEY, 'mine');
  machine.text = 'three';
  await desk.look(KEY);
  expect(file()).toMatchObject({ text: 'mine', theirs: 'three' });
  desk.keepMine(KEY);
  expect(file()).toMatchObject({ text: 'mine', saved: 'three', theirs: undefined });
  machine.text = 'four';
  await desk.look(KEY);
  desk.takeTheirs(KEY);
  expect(file()).toMatchObject({ text: 'four', saved: 'four', theirs: undefined });
});

test('an answer from before a save does not undo the save', async () => {
  const { desk, inputs, file } = await begun();
  desk.typed(KEY, 'mine');
  const late = desk.look(KEY);
  desk.save(KEY);
  await late;
  expect(file()).toMatchObject({ text: 'mine', saved: 'mine', theirs: undefined });
  expect(inputs).toEqual([{ do: 'save', host: 'laptop', path: '/root/a.yaml', text: 'mine' }]);
});

test('what was pasted and saved here stays open however long it is; what grew on its machine does not', async () => {
  const { desk, machine, file } = await begun();
  const long = '深 '.repeat(1 << 20);
  desk.typed(KEY, long);
  desk.save(KEY);
  await desk.look(KEY);
  expect(file()).toMatchObject({ text: long, state: 'text' });
  machine.text = `${long}!`;
  await desk.look(KEY);
  expect(file().state).toBe('large');
});

test('a file that is not there is new: empty, unsaved, and saved by saving it', async () => {
  const { desk, machine, file } = open();
  machine.text = undefined;
  desk.open('laptop', '/root/a.yaml');
  await desk.look(KEY);
  expect(isDirty(file())).toBe(true);
  desk.save(KEY);
  await desk.look(KEY);
  expect(isDirty(file())).toBe(false);
});

test('a removed file says so, and can be kept', async () => {
  const { desk, machine, file } = await begun();
  machine.text = undefined;
  await desk.look(KEY);
  expect(file().theirs).toBeNull();
  desk.keepMine(KEY);
  expect(file()).toMatchObject({ text: 'one', saved: undefined, theirs: undefined });
  await desk.look(KEY);
  expect(file().theirs).toBeUndefined();
});

test('a program that waits for an edit gets the text with its last line ended, or word that it was closed; one that has gone gets nothing', () => {
  const { desk, inputs } = open();
  const edit = { host: 'laptop', path: '/tmp/x', text: 'a' };
  for (const n of [1, 2, 3]) desk.takeEdit({ ...edit, edit: n });
  desk.typed('edit 1', 'b');
  desk.endEdit('edit 1', true);
  desk.endEdit('edit 2', false);
  desk.takeEdit({ edit: 3, host: '', path: '', text: null });
  expect(inputs).toEqual([
    { do: 'edited', edit: 1, text: 'b\n' },
    { do: 'edited', edit: 2, text: null },
  ]);
  expect(desk.store.getState().files).toEqual([]);
});

test('what a program has edited is watched too: changed under it both are offered, and a new file is no removed one', async () => {
  const { desk, machine, inputs } = open();
  const edit = { edit: 1, host: 'laptop', path: '/tmp/x', text: '' };
  const file = () => desk.get('edit 1')!;
  machine.text = undefined;
  desk.takeEdit(edit);
  await desk.look('edit 1');
  expect(file()).toMatchObject({ text: '', theirs: undefined });
  desk.typed('edit 1', 'mine');
  machine.text = 'theirs';
  await desk.look('edit 1');
  expect(file()).toMatchObject({ text: 'mine', theirs: 'theirs' });
  desk.keepMine('edit 1');
  desk.endEdit('edit 1', true);
  expect(inputs).toEqual([{ do: 'edited', edit: 1, text: 'mine\n' }]);
});
