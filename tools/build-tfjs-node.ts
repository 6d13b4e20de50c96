import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// Builds @tensorflow/tfjs-node for the tests and the benchmark of TensorFlow.js on its native library, into a folder that git
// ignores: its own installer downloads from a place of Google's, so the binding is compiled from the npm package against the library
// that the Python package holds. Downloads 230 MB, takes 1.2 GB of disk; once it is built it does nothing.
const folder = join(import.meta.dirname, '..', '.tfjs-node');
const npmPackages = ['@tensorflow/tfjs-node@4.22.0', 'node-api-headers@1.9.0'];
/** TensorFlow 2.15 is the newest whose C API the binding still fits. */
const wheel =
  'tensorflow-cpu==2.15.1 --hash=sha256:54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26';
const binding = join(folder, 'node_modules/@tensorflow/tfjs-node/lib/napi-v8/tfjs_binding.node');

try {
  if (existsSync(binding)) console.log(`It is built: ${binding}`);
  else build();
} catch (error) {
  console.error(`@tensorflow/tfjs-node was not built: ${(error as Error).message}.`);
  process.exitCode = 1;
}

function build() {
  const lacking = whatLacks();
  if (lacking.length > 0) throw new Error(`found no ${lacking.join(', no ')}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  console.log('npm packages …');
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...npmPackages]);
  console.log('TensorFlow from PyPI, 207 MB …');
  const tensorflow = fetchTensorflow();
  console.log('the binding …');
  compile(tensorflow);
  console.log(`Built: ${binding}`);
}

function whatLacks(): readonly string[] {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return [`build of TensorFlow for ${process.platform} on ${process.arch} (there is one for Linux on x64)`];
  const isThere = (command: string, ...args: string[]) => spawnSync(command, args).status === 0;
  return [
    ...(isThere('g++', '--version') ? [] : ['g++ (Debian, Ubuntu: apt-get install g++)']),
    ...(isThere('python3', '-m', 'pip', '--version')
      ? []
      : ['pip of python3 (Debian, Ubuntu: apt-get install python3-pip)']),
  ];
}

/** Headers and libraries alone: the rest of the wheel is Python. */
function fetchTensorflow(): string {
  const unpacked = join(folder, 'tensorflow');
  if (existsSync(unpacked)) return unpacked;
  writeFileSync(join(folder, 'requirements.txt'), `${wheel}\n`);
  const platform = ['--only-binary=:all:', '--python-version=3.11', '--platform=manylinux_2_17_x86_64'];
  const options = ['--no-deps', '--require-hashes', ...platform, '-r', 'requirements.txt', '-d', 'wheel'];
  run('python3', ['-m', 'pip', 'download', ...options]);
  const [file] = readdirSync(join(folder, 'wheel'));
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    wheel.extractall('unpacked', [name for name in wheel.namelist() if name.startswith(('tensorflow/include/tensorflow/', 'tensorflow/include/tsl/'))
        or name in ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')])
`;
  run('python3', ['-c', script, join('wheel', file!)]);
  renameSync(join(folder, 'unpacked', 'tensorflow'), unpacked);
  rmSync(join(folder, 'unpacked'), { recursive: true });
  rmSync(join(folder, 'wheel'), { recursive: true });
  return unpacked;
}

function compile(tensorflow: string) {
  const source = join(folder, 'node_modules/@tensorflow/tfjs-node');
  const headers = [join(folder, 'node_modules/node-api-headers/include'), join(tensorflow, 'include')];
  const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
  mkdirSync(join(source, 'lib/napi-v8'), { recursive: true });
  run(
    'g++',
    [
      ...['-O2', '-std=c++17', '-shared', '-fPIC', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=tfjs_binding'],
      ...[...headers, '..', '.'].map((path) => `-I${path}`),
      ...['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc', '-o', `${binding}.part`],
      ...libraries.map((name) => join(tensorflow, name)),
      `-Wl,-rpath,${tensorflow}`,
    ],
    source,
  );
  renameSync(`${binding}.part`, binding);
}

function run(command: string, args: readonly string[], cwd = folder) {
  const { status, error } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(error?.message ?? `${command} ended with ${status}, see above`);
}
