/** SPDY against a client made of Node's own zlib: streams with compressed headers, in whatever pieces the bytes come. */
import { constants, createDeflate, createInflate, type Zlib } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SpdyConnection } from './spdy-connection.ts';
import { HeaderWriter, spdyDictionary, u32 } from './spdy-headers.ts';

const compressed = async (plain: readonly Buffer[]): Promise<Buffer[]> => {
  const deflate = createDeflate({ dictionary: spdyDictionary() });
  const blocks: Buffer[] = [];
  for (const bytes of plain) blocks.push(await through(deflate, bytes));
  return blocks;
};

function through(zlib: NodeJS.ReadWriteStream & Zlib & { flush(kind: number, done: () => void): void }, bytes: Buffer): Promise<Buffer> {
  return new Promise((done) => {
    const pieces: Buffer[] = [];
    const take = (piece: Buffer): void => void pieces.push(piece);
    zlib.on('data', take);
    zlib.write(bytes);
    zlib.flush(constants.Z_SYNC_FLUSH, () => {
      zlib.off('data', take);
      done(Buffer.concat(pieces));
    });
  });
}

const counted = (text: string): Buffer => Buffer.concat([u32(Buffer.byteLength(text)), Buffer.from(text)]);
const block = (headers: readonly (readonly [string, string])[]): Buffer => Buffer.concat([u32(headers.length), ...headers.flatMap(([name, value]) => [counted(name), counted(value)])]);
const framed = (head: number[], payload: Buffer): Buffer => Buffer.concat([Buffer.from(head), u32(payload.length).subarray(1), payload]);

test('the dictionary is the one of the specification', () => {
  expect(spdyDictionary()).toHaveLength(1423);
});

test('streams are opened, written and ended, however the bytes are cut', async () => {
  const word = fc.stringMatching(/^[a-z0-9-]{1,20}$/);
  const streams = fc.array(fc.record({ headers: fc.uniqueArray(fc.tuple(word, fc.string({ maxLength: 40 })), { selector: ([name]) => name, maxLength: 4 }), data: fc.string({ maxLength: 60 }) }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(streams, fc.integer({ min: 1, max: 50 }), async (sent, cut) => {
      const blocks = await compressed(sent.map(({ headers }) => block(headers)));
      const wire = Buffer.concat(
        sent.flatMap(({ data }, i) => {
          const id = u32(2 * i + 1);
          return [framed([0x80, 3, 0, 1, 0], Buffer.concat([id, Buffer.alloc(6), blocks[i]!])), framed([...id, 0], Buffer.from(data)), framed([...id, 1], Buffer.alloc(0))];
        }),
      );
      const heard: { headers: [string, string][]; data: string; ended: boolean }[] = [];
      const connection = new SpdyConnection({ write() {}, end() {} });
      connection.onStream = (stream) => {
        const one = { headers: [...stream.headers], data: '', ended: false };
        heard.push(one);
        stream.handler = { data: (bytes) => void (one.data += bytes.toString()), ended: () => void (one.ended = true) };
      };
      for (let at = 0; at < wire.length; at += cut) connection.push(wire.subarray(at, at + cut));
      expect(heard).toEqual(sent.map(({ headers, data }) => ({ headers, data, ended: true })));
    }),
    { numRuns: 50 },
  );
});

test('an end is told once, and a stream that both sides have ended is forgotten', async () => {
  const [head] = await compressed([block([])]);
  const ended: string[] = [];
  const connection = new SpdyConnection({ write() {}, end() {} });
  const data: string[] = [];
  connection.onStream = (stream) => {
    stream.handler = {
      data: (bytes) => void data.push(bytes.toString()),
      ended() {
        ended.push('ended');
        stream.end();
      },
    };
  };
  connection.push(framed([0x80, 3, 0, 1, 0], Buffer.concat([u32(1), Buffer.alloc(6), head!])));
  connection.push(framed([0, 0, 0, 1, 1], Buffer.from('last')));
  connection.push(framed([0, 0, 0, 1, 1], Buffer.from('more')));
  connection.push(framed([0x80, 3, 0, 3, 0], Buffer.concat([u32(1), u32(5)])));
  connection.close();
  expect({ data, ended }).toEqual({ data: ['last'], ended: ['ended'] });
});

test('what is written can be inflated as it comes', async () => {
  const writer = new HeaderWriter();
  const inflate = createInflate({ dictionary: spdyDictionary() });
  for (const headers of [new Map(), new Map([['status', '200 OK']]), new Map([['a', 'b'], ['c', 'd']])]) {
    expect(await through(inflate, writer.write(headers))).toEqual(block([...headers]));
  }
});
