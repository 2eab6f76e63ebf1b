// --raw: which path and query the server is asked for.
import { expect, test } from 'vitest';
import { TestLaptop } from '../test-server/test-laptop.ts';
import { transcript } from '../test-server/transcript.ts';

test('a query is passed on whole, but for what is not well escaped', () => {
  const laptop = new TestLaptop();
  transcript(laptop, "kubectl get --raw '/api/v1/pods?labelSelector=app=web&limit=5'", "kubectl get --raw '/api/v1/pods?x=%zz&y=a%20b'");
  expect(laptop.server.requests).toEqual(['GET /api/v1/pods?labelSelector=app=web&limit=5', 'GET /api/v1/pods?y=a b']);
  expect(transcript(laptop, "kubectl get --raw '/api/v1/nosuch?x=%zz'")).toContain('(exit 1)');
});
