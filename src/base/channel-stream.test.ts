import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frame, FrameReader, type Frame } from './channel-stream.ts';
import { concat } from './door.ts';

test('frames come out as they went in, however the bytes are cut', () => {
  const frames = fc.array(fc.record({ channel: fc.integer({ min: 0, max: 255 }), payload: fc.uint8Array({ maxLength: 40 }) }), { maxLength: 8 });
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 }), (sent, sizes) => {
      const bytes = concat(sent.map(({ channel, payload }) => frame(channel, payload)));
      const reader = new FrameReader();
      const got: Frame[] = [];
      for (let at = 0, i = 0; at < bytes.length; i++) {
        const size = sizes[i % sizes.length]!;
        got.push(...reader.push(bytes.slice(at, at + size)));
        at += size;
      }
      expect(got.map(({ channel, payload }) => [channel, [...payload]])).toEqual(sent.map(({ channel, payload }) => [channel, [...payload]]));
    }),
  );
});
