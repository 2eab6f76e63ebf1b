/** The disk of a Mac: other folders, another home, BSD's programs, and Docker's application with its client. */
import { printJson, sha256Hex } from '../../base/index.ts';
import { dirNode, linkNode, metaOf, type Placed } from '../../files/index.ts';
import { homeOf } from '../machine.ts';
import type { HostSpec } from '../scenario.ts';
import { programNames } from '../program-names.ts';

const inBin = new Set(words('bash cat chmod cp date dd df echo expr hostname kill ln ls mkdir mv ps pwd rm rmdir sh sleep stty sync test [ unlink'));
const fromLinux = new Set(words(`
  [ awk basename base64 bash bc cal cat chgrp chmod chown clear cmp column comm cp curl cut date dd dig dirname du echo egrep env expand expr false fgrep file find fold getopt
  grep groups gunzip gzip head hexdump host hostname id install join jq kill killall less link ln ls logger logname lsof man md5sum mkdir mkfifo mktemp more mv nano nc nice nl
  nohup nslookup od openssl paste pgrep pkill printenv printf pwd readlink realpath renice reset rev rm rmdir sed seq sh sha1sum sha256sum sha512sum sleep sort split stat strings
  stty sudo tail tar tee test time top touch tr true tty uname uniq unlink uptime users vi vim wc which who whoami xargs xxd yes zcat apropos whatis ssh rsync ssh-keygen ssh-copy-id`));
const own: Readonly<Record<string, string>> = {
  '/bin/df': 'darwin-df',
  '/bin/ps': 'darwin-ps',
  '/sbin/ifconfig': 'darwin-ifconfig',
  '/sbin/mount': 'darwin-mount',
  '/sbin/ping': 'darwin-ping',
  '/usr/bin/arch': 'darwin-arch',
  '/usr/bin/open': 'darwin-open',
  '/usr/bin/sw_vers': 'sw_vers',
  '/usr/bin/uname': 'darwin-uname',
  '/usr/sbin/sysctl': 'darwin-sysctl',
};

/** Path of the executable -> name of its program. What is Linux's alone (ip, ss, lsns, nsenter, systemctl, apt) is not there. */
export function darwinInstalled(): Readonly<Record<string, string>> {
  const known = Object.values(programNames).flat();
  const shared = known.filter((name) => fromLinux.has(name)).map((name) => [`${inBin.has(name) ? '/bin' : '/usr/bin'}/${name}`, name]);
  return { ...Object.fromEntries(shared), ...own, '/usr/local/bin/docker': 'docker', [`${APP}/MacOS/Docker`]: 'docker-desktop' };
}

const APP = '/Applications/Docker.app/Contents';

export function darwinPlaced({ name, user }: HostSpec, epochMs: number, nameserver: string, text: (files: Readonly<Record<string, string>>) => Placed[]): Placed[] {
  const home = homeOf(user, 'Darwin');
  const dirs = ['Applications', 'Library', 'System', 'Users', 'Users/Shared', 'Volumes', 'bin', 'opt', 'private/etc', 'private/var/folders', 'private/var/root', 'private/var/run', 'sbin', 'usr/bin', 'usr/libexec', 'usr/local/bin', 'usr/sbin'];
  const links = { '/etc': 'private/etc', '/tmp': 'private/tmp', '/var': 'private/var', '/private/var/run/docker.sock': `${home}/.docker/run/docker.sock` };
  return [
    ...dirs.map((path) => ({ path, node: dirNode(metaOf(0o755, epochMs)) })),
    { path: 'private/tmp', node: dirNode(metaOf(0o1777, epochMs)) },
    ...Object.entries(links).map(([path, target]) => ({ path, node: linkNode(target, metaOf(0o755, epochMs)) })),
    ...text({
      '/private/etc/hosts': '##\n# Host Database\n##\n127.0.0.1\tlocalhost\n255.255.255.255\tbroadcasthost\n',
      '/private/etc/resolv.conf': `nameserver ${nameserver}\n`,
      '/private/etc/shells': '/bin/bash\n/bin/sh\n',
      '/private/etc/hostname': `${name}\n`,
      '/private/etc/passwd': `root:*:0:0:System Administrator:/var/root:/bin/sh\nnobody:*:-2:-2:Unprivileged User:/var/empty:/usr/bin/false\n${user}:*:501:20::${home}:/bin/bash\n`,
      '/private/etc/group': `wheel:*:0:root\nadmin:*:80:root,${user}\nstaff:*:20:root\nnobody:*:-2:\n`,
      '/private/etc/sudoers': `root ALL = (ALL) ALL\n%admin ALL = (ALL) ALL\n`,
      '/private/etc/profile': "PS1='\\u@\\h:\\w\\$ '\n",
    }),
  ];
}

/** What Docker Desktop has written below the home of its user: its context, which is in use. */
export function desktopFiles(user: string): Readonly<Record<string, string>> {
  const Host = `unix://${homeOf(user, 'Darwin')}/.docker/run/docker.sock`;
  return {
    '.docker/config.json': printJson({ auths: {}, currentContext: 'desktop-linux' }, { indent: '\t' }),
    [`.docker/contexts/meta/${sha256Hex('desktop-linux')}/meta.json`]: printJson({ Name: 'desktop-linux', Metadata: { Description: 'Docker Desktop' }, Endpoints: { docker: { Host, SkipTLSVerify: false } } }),
  };
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
