/** Debian's base layers, one a release: the rootfs that nginx and many other images stand on, so that two of a release share it. */
import { epochOf } from '../../base/index.ts';
import { debianBin, debianUsrBin } from './program-names.ts';
import { FileList, type LayerRecipe } from './recipe.ts';

interface Release {
  readonly number: string;
  readonly version: string; // of /etc/debian_version
  readonly merged: boolean; // /bin is a link to /usr/bin
  readonly totalBytes: number;
  readonly builtMs: number;
  readonly digest: string; // of the archive that the instruction names
}

const releases = {
  wheezy: { number: '7', version: '7.8', merged: false, totalBytes: 84_951_744, builtMs: epochOf(2015, 1, 27), digest: '2e5cb4b8bc1ba3a4d1a0ab90bc6de0f8f9e25b9c3bf2fc0c' },
  jessie: { number: '8', version: '8.0', merged: false, totalBytes: 125_193_216, builtMs: epochOf(2015, 6, 1), digest: '3f7c1ee4f0d2b1c5a96e0c9fb8e6f9a2d41b07e5c83a9f16' },
  bullseye: { number: '11', version: '11.6', merged: true, totalBytes: 80_511_488, builtMs: epochOf(2023, 2, 9), digest: '3ea7c69e4bfac2ebb8b8e0f2d41cb0ab9bcf1d2f0e7a54c3' },
  bookworm: { number: '12', version: '12.9', merged: true, totalBytes: 74_776_576, builtMs: epochOf(2025, 1, 13), digest: '1d51bdc46ca4e5aa1c3ab8b1bd30ed4f6fe7b0d5ac46f2e8' },
  trixie: { number: '13', version: '13.2', merged: true, totalBytes: 78_647_296, builtMs: epochOf(2025, 11, 18), digest: '7b08c5e09f1d3a6cfb9a2e40d8b1f7c65e3a904bd2c81f06' },
} satisfies Record<string, Release>;

export type DebianRelease = keyof typeof releases;

export function debianBase(name: DebianRelease): { readonly by: string; readonly layer: LayerRecipe } {
  const release = releases[name];
  return {
    by: `/bin/sh -c #(nop) ADD file:${release.digest} in / `,
    layer: { name: `debian-${name}`, files: () => rootfs(name, release) },
  };
}

function rootfs(name: DebianRelease, release: Release): FileList {
  const files = new FileList(release.builtMs);
  const bin = release.merged ? '/usr/bin' : '/bin';
  const lib = release.merged ? '/usr/lib' : '/lib';
  files.dirs('/boot', '/dev', '/etc', '/home', '/media', '/mnt', '/opt', '/proc', '/run', '/srv', '/sys', '/usr', '/usr/sbin', '/usr/local/bin');
  files.dirs('/usr/local/sbin', '/usr/share/doc', '/var/cache/apt', '/var/lib/dpkg', '/var/log', '/var/mail', '/var/spool');
  files.dir('/root', 0o700).dir('/tmp', 0o1777).dir('/var/tmp', 0o1777).link('/var/run', '/run');
  if (release.merged) files.link('/bin', 'usr/bin').link('/sbin', 'usr/sbin').link('/lib', 'usr/lib').link('/lib64', 'usr/lib64').dir('/usr/lib64');
  else files.dirs('/bin', '/sbin', '/lib', '/lib64');
  addPrograms(files, bin);
  addSettings(files, name, release);
  const libraries = addLibraries(files, `${lib}/x86_64-linux-gnu`, release);
  const rest = release.totalBytes - libraries - programBytes();
  files.bulk('/usr/lib/locale/C.utf8/LC_CTYPE', 353_616).bulk('/var/lib/dpkg/status', 81_920);
  return files.bulk('/usr/share/perl/base.pack', Math.max(0, rest - 353_616 - 81_920));
}

const SHELL_BYTES = 1_234_376;
const PLAIN_SHELL_BYTES = 125_560;
const PROGRAM_BYTES = 43_856;

function addPrograms(files: FileList, bin: string): void {
  files.program(`${bin}/bash`, 'bash', SHELL_BYTES).program(`${bin}/dash`, 'dash', PLAIN_SHELL_BYTES).link(`${bin}/sh`, 'dash');
  for (const name of debianBin) files.program(`${bin}/${name}`, name, PROGRAM_BYTES);
  for (const name of debianUsrBin) files.program(`/usr/bin/${name}`, name, PROGRAM_BYTES);
}

function programBytes(): number {
  return SHELL_BYTES + PLAIN_SHELL_BYTES + (debianBin.length + debianUsrBin.length) * PROGRAM_BYTES;
}

function addLibraries(files: FileList, dir: string, release: Release): number {
  const libraries: readonly (readonly [string, number])[] = [
    ['libc.so.6', release.merged ? 1_922_136 : 1_738_176],
    ['libm.so.6', 907_784],
    ['libpthread.so.0', 149_608],
    ['libdl.so.2', 18_688],
    ['libselinux.so.1', 174_312],
    ['libtinfo.so.6', 208_328],
    ['libz.so.1.2.13', 121_280],
    ['libgnutls.so.30', 2_140_704],
    ['libstdc++.so.6', 2_190_440],
  ];
  for (const [name, bytes] of libraries) files.bulk(`${dir}/${name}`, bytes);
  return libraries.reduce((sum, [, bytes]) => sum + bytes, 0);
}

function addSettings(files: FileList, name: DebianRelease, { number, version }: Release): void {
  files.text('/etc/debian_version', `${version}\n`).text('/etc/hostname', 'localhost\n').text('/etc/issue', `Debian GNU/Linux ${number} \\n \\l\n\n`);
  files.text('/etc/passwd', debianPasswd).text('/etc/group', debianGroup).text('/etc/shells', '/bin/sh\n/usr/bin/sh\n/bin/bash\n/usr/bin/bash\n/bin/dash\n');
  files.text('/etc/nsswitch.conf', 'passwd:         files\ngroup:          files\nhosts:          files dns\n');
  files.text('/etc/apt/sources.list', `deb http://deb.debian.org/debian ${name} main\n`).text('/etc/host.conf', 'multi on\n');
  files.text(
    '/etc/os-release',
    `PRETTY_NAME="Debian GNU/Linux ${number} (${name})"\nNAME="Debian GNU/Linux"\nVERSION_ID="${number}"\nVERSION="${number} (${name})"\nVERSION_CODENAME=${name}\nID=debian\nHOME_URL="https://www.debian.org/"\n`,
  );
  files.text('/etc/profile', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nexport PATH\n');
  files.text('/root/.bashrc', '# The shell of root.\n').text('/root/.profile', 'mesg n 2> /dev/null || true\n');
}

const accounts = 'daemon:1:/usr/sbin bin:2:/bin sys:3:/dev games:5:/usr/games man:6:/var/cache/man mail:8:/var/mail www-data:33:/var/www backup:34:/var/backups';

/** Other layers add their accounts to these. */
export const debianPasswd = [
  'root:x:0:0:root:/root:/bin/bash',
  ...accounts.split(' ').map((account) => {
    const [user, id, home] = account.split(':');
    return `${user}:x:${id}:${id}:${user}:${home}:/usr/sbin/nologin`;
  }),
  'nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin',
  '',
].join('\n');

export const debianGroup = [
  'root:x:0:',
  ...accounts.split(' ').map((account) => `${account.split(':')[0]}:x:${account.split(':')[1]}:`),
  'adm:x:4:',
  'tty:x:5:',
  'staff:x:50:',
  'users:x:100:',
  'nogroup:x:65534:',
  '',
].join('\n');
