// What is no request is refused, and takes nobody down.
import { expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8, type Call, type Request } from '../../base/index.ts';
import type { Host } from '../../host/index.ts';
import { Clock } from '../../sim/index.ts';
import { createClusterStore } from '../api/cluster-store.ts';
import { KeyDoor } from './key-door.ts';

const door = new KeyDoor({ host: {} as Host, store: createClusterStore('test', new Clock()), clientAuthority: undefined });

function post(path: string, body: string): { status: number; text: string } {
  const answer = { status: 0, text: '' };
  const call = { head: (status: number) => void (answer.status = status), write: (chunk: Uint8Array) => ((answer.text += decodeUtf8(chunk)), true), end: () => {}, onClose: () => {} } as unknown as Call;
  door.open({ method: 'POST', path, body: encodeUtf8(body), peer: {}, headers: {} } as unknown as Request, call);
  return answer;
}

test.each(['{', '[]', 'null', '{"key":5}', '{"limit":"many"}', '{"sort_order":"DESCEND","sort_target":"X"}', '{"compare":[5]}', '{"compare":[{"result":"SAME"}]}', '{"success":[{"request_put":{"value":{}}}]}'])('%s is refused', (body) => {
  for (const path of ['/v3/kv/range', '/v3/kv/txn', '/v3/watch']) expect(post(path, body)).toMatchObject({ status: 400, text: expect.stringMatching(/^\{"error":".+","code":3,/) });
});

test('leases last neither no time nor for ever', () => {
  for (const ttl of ['0', '-1', '9000000001', '1e9', '99999999999999999999']) expect(post('/v3/lease/grant', `{"TTL":"${ttl}"}`).status).toBe(400);
  expect(post('/v3/kv/range', '{"key":"eA=="}')).toMatchObject({ status: 200 });
});
