import { expect, test } from 'vitest';
import { testPicture } from './index.ts';

/** SHA-256 of what `make/picture.py` draws. */
const drawnByPython = [
  { picture: [5, 3, 0], sha256: '2395af41cf4cea140052fded74306f0a262797ee8e5c8ee7cd3117aa183c38fd' },
  { picture: [384, 384, 7], sha256: '03394904588fbb1b554b94c84c950a704f10de8f25181983fc6ca7f03a0f4e1e' },
  { picture: [640, 360, 1], sha256: '5542fee954ff2a3de4b7d6d84f896d274959249fe3017a2d3c51f1da0241823c' },
  { picture: [23, 17, 4], sha256: '57f040a614b303516645a011817edf86dcc24388585d7615d847f2baf8dcbc87' },
  { picture: [37, 640, 123456], sha256: '37524cc9f9ef9c135c7caeef20212038ddd0b0139c7a4844ba2c0d5d48f32e45' },
] as const;

test('pictures are those that Python draws', async () => {
  for (const { picture, sha256 } of drawnByPython) {
    const [width, height, seed] = picture;
    const { data } = testPicture(width, height, seed);
    expect(await hexDigest(data)).toBe(sha256);
  }
});

async function hexDigest(data: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
