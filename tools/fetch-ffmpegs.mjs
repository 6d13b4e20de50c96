import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateRawSync } from 'node:zlib';

// Fetches builds of other versions of FFmpeg than the machine's, for the tests of the ffmpeg decoder: they come inside wheels of the
// PyPI package imageio-ffmpeg, which are zip files. They are GPL builds: they are run as programs and are part of nothing. It is plain
// JavaScript, because it may run before anything is installed.
const folder = join(import.meta.dirname, '..', '.ffmpeg');
const page = 'https://pypi.org/simple/imageio-ffmpeg/';
const wheels = [
  {
    version: '7.0.2',
    file: 'imageio_ffmpeg-0.6.0-py3-none-manylinux2014_x86_64.whl',
    sha256: 'c7e46fcec401dd990405049d2e2f475e2b397779df2519b544b8aab515195282',
  },
  {
    version: '9.0.2',
    file: 'imageio_ffmpeg-0.8.1-py3-none-manylinux_2_28_x86_64.whl',
    sha256: '050d6850601c3b3890bd2b28306f3b842b3daea390a561101174375a1c460bda',
  },
];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.log(
    `No builds of FFmpeg are fetched for ${process.platform} ${process.arch}: the tests go without.`,
  );
} else {
  for (const wheel of wheels) {
    try {
      await fetchFfmpeg(wheel);
    } catch (error) {
      // Tests say what they skip: a registry that can't be reached stops nothing.
      console.log(`FFmpeg ${wheel.version} could not be fetched: ${error.cause?.message ?? error.message}`);
    }
  }
}

async function fetchFfmpeg({ version, file, sha256 }) {
  const target = join(folder, version, 'ffmpeg');
  if (existsSync(target)) return;
  const signal = AbortSignal.timeout(300_000);
  const list = await ask(page, { headers: { accept: 'application/vnd.pypi.simple.v1+json' }, signal });
  const { files } = await list.json();
  const found = files.find((each) => each.filename === file);
  if (!found) throw new Error(`${page} has no ${file}`);
  const wheel = Buffer.from(await (await ask(new URL(found.url, page), { signal })).arrayBuffer());
  const sum = createHash('sha256').update(wheel).digest('hex');
  if (sum !== sha256) throw new Error(`the SHA-256 of ${file} is ${sum}, expected ${sha256}`);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(`${target}.part`, entryOf(wheel, /\/binaries\/ffmpeg-/), { mode: 0o755 });
  renameSync(`${target}.part`, target);
  console.log(`FFmpeg ${version} fetched.`);
}

async function ask(url, options) {
  const answer = await fetch(url, options);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  return answer;
}

/** The content of the file in a zip file whose name matches. Source: APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16. */
function entryOf(zip, name) {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const count = zip.readUInt16LE(end + 10);
  for (let at = zip.readUInt32LE(end + 16), k = 0; k < count; k++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      zip.readUInt16LE(at + field),
    );
    const isFound = name.test(zip.toString('utf8', at + 46, at + 46 + nameLength));
    if (isFound) {
      const [method, length, local] = [
        zip.readUInt16LE(at + 10),
        zip.readUInt32LE(at + 20),
        zip.readUInt32LE(at + 42),
      ];
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(start, start + length);
      return method === 0 ? data : inflateRawSync(data);
    }
    at += 46 + nameLength + extraLength + commentLength;
  }
  throw new Error('the wheel holds no ffmpeg');
}
