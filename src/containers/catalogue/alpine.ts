/** alpine: a small distribution around busybox and musl. */
import { epochOf } from '../../base/index.ts';
import { busyboxNames } from './program-names.ts';
import { FileList, type Recipe } from './recipe.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
const BUSYBOX_BYTES = 808_712;
const LIBRARIES: readonly (readonly [string, number])[] = [
  ['/lib/ld-musl-x86_64.so.1', 650_552],
  ['/lib/apk/db/installed', 15_360],
  ['/usr/lib/libcrypto.so.3', 4_609_184],
  ['/usr/lib/libssl.so.3', 788_432],
  ['/usr/lib/libz.so.1.3.1', 100_264],
];
const SBIN = new Set(['hostname', 'ifconfig', 'ip', 'mount', 'route', 'sysctl', 'umount']);

function rootfs(version: string, builtMs: number, totalBytes: number): FileList {
  const files = new FileList(builtMs);
  files.dirs('/bin', '/dev', '/etc', '/home', '/lib', '/media/cdrom', '/mnt', '/opt', '/proc', '/run', '/sbin', '/srv', '/sys', '/usr/bin', '/usr/local/bin');
  files.dirs('/var/cache', '/var/lib', '/var/log', '/var/spool').dir('/root', 0o700).dir('/tmp', 0o1777).dir('/var/tmp', 0o1777);
  files.program('/bin/busybox', 'busybox', BUSYBOX_BYTES);
  for (const name of busyboxNames) files.link(SBIN.has(name) ? `/sbin/${name}` : `/bin/${name}`, '/bin/busybox');
  for (const [path, bytes] of LIBRARIES) files.bulk(path, bytes, 0o755);
  files.bulk('/usr/lib/libapk.so.2.14.0', totalBytes - BUSYBOX_BYTES - LIBRARIES.reduce((sum, [, bytes]) => sum + bytes, 0), 0o755);
  files.text('/etc/alpine-release', `${version}\n`).text('/etc/hostname', 'localhost\n').text('/etc/shells', '/bin/sh\n/bin/ash\n');
  files.text('/etc/passwd', passwd).text('/etc/group', group).text('/etc/profile', `export ${PATH}\nexport PS1='\\h:\\w\\$ '\n`);
  files.text('/etc/issue', `Welcome to Alpine Linux ${minor(version)}\nKernel \\r on an \\m (\\l)\n\n`);
  const name = 'NAME="Alpine Linux"\nID=alpine';
  return files.text('/etc/os-release', `${name}\nVERSION_ID=${version}\nPRETTY_NAME="Alpine Linux v${minor(version)}"\nHOME_URL="https://alpinelinux.org/"\n`);
}

function minor(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

const passwd = `root:x:0:0:root:/root:/bin/sh
bin:x:1:1:bin:/bin:/sbin/nologin
daemon:x:2:2:daemon:/sbin:/sbin/nologin
mail:x:8:12:mail:/var/mail:/sbin/nologin
ftp:x:21:21::/var/lib/ftp:/sbin/nologin
guest:x:405:100:guest:/dev/null:/sbin/nologin
nobody:x:65534:65534:nobody:/:/sbin/nologin
`;

const group = `root:x:0:root
bin:x:1:root,bin,daemon
daemon:x:2:root,bin,daemon
adm:x:4:root,daemon
tty:x:5:
wheel:x:10:root
mail:x:12:mail
users:x:100:
nogroup:x:65533:
nobody:x:65534:
`;

function alpine(version: string, builtMs: number, totalBytes: number, ...more: readonly string[]): Recipe {
  return {
    repository: 'docker.io/library/alpine',
    tags: [minor(version), version, ...more],
    createdMs: builtMs,
    config: { Env: [PATH], Cmd: ['/bin/sh'], WorkingDir: '/' },
    instructions: [
      {
        by: `ADD alpine-minirootfs-${version}-x86_64.tar.gz / # buildkit`,
        layer: { name: `alpine-${version}`, files: () => rootfs(version, builtMs, totalBytes) },
      },
      { by: 'CMD ["/bin/sh"]' },
    ],
  };
}

export const alpineRecipes: readonly Recipe[] = [
  alpine('3.18.12', epochOf(2025, 2, 14), 7_342_592),
  alpine('3.20.6', epochOf(2025, 2, 14), 7_799_296),
  alpine('3.22.2', epochOf(2025, 10, 8), 8_320_512, 'latest', '3'),
];
