// exec -f: the file has to name one pod.
import { expect, test } from 'vitest';
import { TestLaptop } from '../test-server/test-laptop.ts';

const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}}\n`;

test.each([
  ['1.20', '# nothing\n', 'error: cannot attach to *v1.List: selector for *v1.List not implemented\n'],
  ['1.20', `${pod('a')}---\n${pod('b')}`, 'error: cannot attach to *v1.List: selector for *v1.List not implemented\n'],
  ['1.35', '# nothing\n', 'error: cannot exec into multiple objects at a time\n'],
  ['1.35', `${pod('a')}---\n${pod('b')}`, 'error: cannot exec into multiple objects at a time\n'],
])('kubectl %s: %j', (release, manifest, words) => {
  const laptop = new TestLaptop([], { release }).file('/root/pods.yaml', manifest);
  expect(laptop.run('kubectl exec -f pods.yaml -- ls')).toEqual({ out: '', err: words, code: 1 });
});
