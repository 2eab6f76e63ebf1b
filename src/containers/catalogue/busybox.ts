/** busybox: one file under hundreds of names. 1.35 is Debian's static build, the later ones are those of the Hub. */
import { epochOf } from '../../base/index.ts';
import { busyboxNames } from './program-names.ts';
import { FileList, type Recipe } from './recipe.ts';

const PATH = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Debian's has symbolic links, few directories and two accounts. */
function staticRootfs(): FileList {
  const files = new FileList(epochOf(2024, 1, 1));
  files.dirs('/bin', '/dev', '/etc', '/home', '/usr/bin', '/usr/sbin', '/var/spool/mail', '/var/www').dir('/root', 0o700).dir('/tmp', 0o1777);
  files.program('/bin/busybox', 'busybox', 1_984_115).links('/bin', 'busybox', busyboxNames).program('/bin/httpd', 'httpd', 0);
  files.text('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n');
  return files.text('/etc/group', 'root:x:0:\ndaemon:x:1:\nnogroup:x:65534:\n');
}

/** The Hub's is one inode with a name for each applet, and brings a C library for the resolver. */
function hubRootfs(builtMs: number, bytes: number): FileList {
  const files = new FileList(builtMs);
  files.dirs('/bin', '/dev', '/etc', '/lib', '/usr/bin', '/usr/sbin', '/var/spool/mail', '/var/www', '/etc/network/if-up.d').dir('/root', 0o700).dir('/tmp', 0o1777);
  files.dir('/home', 0o755, 65_534, 65_534).link('/lib64', 'lib').link('/usr/bin/env', '../../bin/env');
  files.hardLinks(['[', 'busybox', ...busyboxNames.filter((name) => name !== '[')].map((name) => `/bin/${name}`), 'busybox', 1_149_184);
  files.program('/bin/httpd', 'httpd', 0).bulk('/lib/libc.so.6', 1_922_136, 0o755).bulk('/lib/libm.so.6', 907_784, 0o755).bulk('/lib/libnss_files.so.2', Math.max(0, bytes - 3_979_104), 0o755);
  files.text('/etc/passwd', hubPasswd).text('/etc/group', hubGroup).text('/etc/shadow', 'root:*:::::::\n', 0o640);
  return files.text('/etc/nsswitch.conf', 'hosts: files dns\n').text('/etc/localtime', 'TZif2\n');
}

const hubPasswd = `root:x:0:0:root:/root:/bin/sh
daemon:x:1:1:daemon:/usr/sbin:/bin/false
bin:x:2:2:bin:/bin:/bin/false
sys:x:3:3:sys:/dev:/bin/false
sync:x:4:100:sync:/bin:/bin/sync
mail:x:8:8:mail:/var/spool/mail:/bin/false
www-data:x:33:33:www-data:/var/www:/bin/false
operator:x:37:37:Operator:/var:/bin/false
nobody:x:65534:65534:nobody:/home:/bin/false
`;

const hubGroup = `root:x:0:
daemon:x:1:
bin:x:2:
sys:x:3:
adm:x:4:
tty:x:5:
disk:x:6:
wheel:x:10:root
mail:x:8:
utmp:x:43:
www-data:x:33:
users:x:100:
nogroup:x:65534:
`;

function hub(tags: readonly string[], builtMs: number, bytes: number): Recipe {
  return {
    repository: 'docker.io/library/busybox',
    tags,
    createdMs: builtMs,
    config: { Env: [PATH], Cmd: ['sh'] },
    instructions: [{ by: `BusyBox ${tags[0]!} (glibc), Debian 12`, layer: { name: `busybox-${tags[0]!}`, files: () => hubRootfs(builtMs, bytes) } }],
  };
}

export const busyboxRecipes: readonly Recipe[] = [
  {
    repository: 'docker.io/library/busybox',
    tags: ['1.35', '1.35.0'],
    createdMs: epochOf(2024, 1, 1),
    config: { Env: [PATH], Cmd: ['sh'] },
    instructions: [
      {
        by: '/bin/sh -c #(nop) ADD file:398451f0ce8d928d7aab9bf8468169f044a85c694d84cdf8993126b2bf47367b in / ',
        layer: { name: 'busybox-1.35', files: staticRootfs },
      },
      { by: '/bin/sh -c #(nop)  CMD ["sh"]' },
    ],
  },
  hub(['1.36', '1.36.1'], epochOf(2023, 5, 18), 4_261_502),
  hub(['1.37', '1.37.0', 'latest'], epochOf(2024, 9, 26), 4_277_910),
];
